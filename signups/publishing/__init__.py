"""What happens when a form is published: what is compared, asked, said and refused."""
