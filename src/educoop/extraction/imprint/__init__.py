"""What a document says of itself: title, makers, date, publisher, licence, kind."""
