//! Chapter 6
