"""The student's desk: public checks on one's own file or notebook."""
