"""What `{% load zw %}` offers, by kind: values, states, drawing, tables, forms, parts. Each module has a `register`."""
