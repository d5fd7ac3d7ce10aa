"""The designer of online forms: what its pages show and ask; what is done to a form is `questions.designing`."""
