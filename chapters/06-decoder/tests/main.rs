//! What holds of this chapter, in one program: a file is one kind of witness.

mod drawn;
mod extremes;
mod formula;
mod golden;
mod gradients;
mod properties;
mod sampling;
mod writing;
