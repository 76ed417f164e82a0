"""What mails say about notices, kind by kind, in the language that is active. HTML and plain text are made of it."""
