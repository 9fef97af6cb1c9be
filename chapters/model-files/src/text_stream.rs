//! Text that appears while it is written.

use crate::Tokenizer;

/// Turns tokens into text as they come. A character whose bytes are spread over several
/// tokens waits for the last.
#[derive(Debug)]
pub struct TextStream<'a> {
    tokenizer: &'a Tokenizer,
    waiting: Vec<usize>,
    given: usize, // bytes of the waiting tokens' text that were given out already
}

impl<'a> TextStream<'a> {
    /// A stream at its start.
    pub fn new(tokenizer: &'a Tokenizer) -> TextStream<'a> {
        TextStream { tokenizer, waiting: Vec::new(), given: 0 }
    }

    /// The text that is certain now that `token` has come.
    pub fn push(&mut self, token: usize) -> String {
        self.waiting.push(token);
        let text = self.tokenizer.decode(&self.waiting);
        match text.strip_suffix('\u{fffd}') {
            Some(certain) if matches!(self.tokenizer, Tokenizer::BytePairs(_)) => {
                let new = certain[self.given..].to_owned();
                self.given = certain.len();
                new
            }
            _ => {
                let new = text[self.given..].to_owned();
                (self.waiting, self.given) = (Vec::new(), 0);
                new
            }
        }
    }

    /// What is left: a `�` for a character that was never finished.
    pub fn finish(self) -> String {
        self.tokenizer.decode(&self.waiting)[self.given..].to_owned()
    }
}
