"""What outsiders see: published editions, for anybody, without a session; and the pages on which a town prepares and publishes them."""
