//! Makes the book.
