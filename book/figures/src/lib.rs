//! The book's plots.
