"""The pages of assessment: periods, all subjects side by side, one subject's score with its evidence, the rules."""
