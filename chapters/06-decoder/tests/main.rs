//! What holds of this chapter, in one program: a file is one kind of witness.

mod descriptions;
mod drawn;
mod extremes;
mod files;
mod formula;
mod golden;
mod gradients;
mod properties;
mod sampling;
mod writing;
