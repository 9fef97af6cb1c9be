//! What holds of this chapter, in one program: a file is one kind of witness.

mod draw;
mod extremes;
mod formula;
mod golden;
mod gradients;
mod properties;
