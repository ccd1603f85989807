"""What is wrong with features and phrases, found without running them."""
