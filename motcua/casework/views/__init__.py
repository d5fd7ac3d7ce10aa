"""The pages of those who settle dossiers. Each starts from what the post may see."""
