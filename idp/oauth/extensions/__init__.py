"""Extensions of the grants, one file each; they never rely on one another's order."""
