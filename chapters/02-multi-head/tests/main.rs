//! What holds of this chapter, in one program: a file is one kind of witness.

mod formula;
mod golden;
mod gradients;
mod kv_cache;
mod properties;
