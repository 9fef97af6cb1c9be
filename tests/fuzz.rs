//! Whatever somebody gives the program, it is accepted or refused in one sentence: no panic, no endless memory or time.
//!
//! What is a file of its own has its trial here; what only a command knows has it beside that command's code. What was
//! once found is kept in `corpus`, and tried first.

mod exercises;
mod model_files;
mod program;
mod tokenizers;
