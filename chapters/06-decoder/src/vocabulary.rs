//! Text as numbers: each character that occurs has a number.

use std::collections::BTreeMap;
use std::fmt;

/// The characters that a model knows; a character's place in the list is its token.
///
/// ```
/// use decoder::Vocabulary;
/// let vocabulary = Vocabulary::of("banana");
/// assert_eq!(vocabulary.len(), 3); // a, b, n
/// let tokens = vocabulary.encode("nab").unwrap();
/// assert_eq!(tokens, [2, 0, 1]);
/// assert_eq!(vocabulary.decode(&tokens), "nab");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    characters: Vec<char>,
    tokens: BTreeMap<char, usize>,
}

/// A character that the model has never seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCharacter {
    /// The character.
    pub character: char,
    /// Where it is: the number of characters before it.
    pub position: usize,
}

impl fmt::Display for UnknownCharacter {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "the character {:?} (number {}) is not in the model's vocabulary",
            self.character,
            self.position + 1
        )
    }
}

impl std::error::Error for UnknownCharacter {}

impl Vocabulary {
    /// The characters that occur in `text`, in the order of their code points.
    pub fn of(text: &str) -> Vocabulary {
        let mut characters: Vec<char> = text.chars().collect();
        characters.sort_unstable();
        characters.dedup();
        Vocabulary::new(characters)
    }

    /// A vocabulary in which the token of `characters[i]` is i.
    ///
    /// # Panics
    /// If a character occurs twice.
    pub fn new(characters: Vec<char>) -> Vocabulary {
        let tokens: BTreeMap<char, usize> =
            characters.iter().enumerate().map(|(i, &c)| (c, i)).collect();
        assert_eq!(
            tokens.len(),
            characters.len(),
            "a character occurs twice in the vocabulary"
        );
        Vocabulary { characters, tokens }
    }

    /// V, how many tokens there are.
    pub fn len(&self) -> usize {
        self.characters.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// The characters in the order of their tokens.
    pub fn characters(&self) -> &[char] {
        &self.characters
    }

    /// The tokens of a text.
    ///
    /// # Errors
    /// [`UnknownCharacter`] for the first character that is not in the vocabulary.
    pub fn encode(&self, text: &str) -> Result<Vec<usize>, UnknownCharacter> {
        // no more memory than these
        let mut tokens = Vec::with_capacity(text.chars().count());
        for (position, character) in text.chars().enumerate() {
            let token = self.tokens.get(&character);
            tokens.push(*token.ok_or(UnknownCharacter { character, position })?);
        }
        Ok(tokens)
    }

    /// The text of tokens.
    ///
    /// # Panics
    /// If a token is not smaller than [`len`](Vocabulary::len).
    pub fn decode(&self, tokens: &[usize]) -> String {
        tokens.iter().map(|&token| self.characters[token]).collect()
    }
}
