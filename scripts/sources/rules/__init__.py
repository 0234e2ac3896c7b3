"""What a page or a snippet may not say, each rule a function that yields its errors."""
