"""The build: formula source files in, everything MkDocs needs out."""
