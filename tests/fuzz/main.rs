//! Whatever somebody gives the program, it is accepted or refused in one sentence: no panic, no endless memory or time.
//!
//! What is a file of its own has its trial here; what only a command knows has it beside that command's code. What was
//! once found is kept in `corpus`, and tried first. A long search, and its row on the page "How we know":
//! `GLASSGPT_FUZZ=50 GLASSGPT_RECORD=1 cargo test --release -p glassgpt --test fuzz --bin glassgpt trial`

mod exercises;
mod input;
mod model_files;
mod program;
mod tokenizers;
mod trial;
