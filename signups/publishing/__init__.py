"""What happens when a form is published: checks, questions to the editor, and errors."""
