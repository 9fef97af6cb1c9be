//! What the animals' friends ask, and what counts as an answer.

use rand::{Rng, RngExt};

use crate::{ADJECTIVES, AND, ANIMALS, MEAN, NICE, PLACES};

/// The character that ends an answer.
pub const STOP: char = '~';

/// The most characters of an answer, its stop included: one with three moods fits, and a
/// list without an end is cut.
pub const CAP: usize = 50;

/// What is asked about an animal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// `who is the red fox?` asks for its moods.
    Who,
    /// `where is the red fox?` asks for its place.
    Where,
}

/// A question about one animal of Hollow Wood.
///
/// ```
/// use hollow_wood::{Asks, Question};
/// let question = Question { asks: Asks::Who, adjective: 0, animal: 0 };
/// assert_eq!(question.prompt(), "Q: who is the red fox?\nA: ");
/// assert!(question.is_answered_by("the red fox is kind and calm.~"));
/// assert!(!question.is_answered_by("the red owl is kind.~")); // about somebody else
/// assert!(!question.is_answered_by("the red fox is kind.")); // it has not stopped
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub asks: Asks,
    /// Which of the [`ADJECTIVES`].
    pub adjective: usize,
    /// Which of the [`ANIMALS`].
    pub animal: usize,
}

impl Question {
    /// The question about each of the 48 animals.
    pub fn all(asks: Asks) -> Vec<Question> {
        let animals = |adjective| {
            (0..ANIMALS.len()).map(move |animal| Question { asks, adjective, animal })
        };
        (0..ADJECTIVES.len()).flat_map(animals).collect()
    }

    /// Whether the animal is one of the fifth that no training ever asks about: whether the
    /// model answers there shows that it has learnt to answer, not the answers.
    // ANCHOR: held_out
    pub fn is_held_out(&self) -> bool {
        (self.adjective * ANIMALS.len() + self.animal) % 5 == 0
    }
    // ANCHOR_END: held_out

    /// The questions to learn from, and those held out.
    pub fn split(asks: Asks) -> (Vec<Question>, Vec<Question>) {
        Question::all(asks).into_iter().partition(|question| !question.is_held_out())
    }

    /// `the red fox`
    pub fn name(&self) -> String {
        format!("the {} {}", ADJECTIVES[self.adjective], ANIMALS[self.animal])
    }

    /// What the model sees before its answer begins.
    pub fn prompt(&self) -> String {
        let asks = if self.asks == Asks::Who { "who" } else { "where" };
        format!("Q: {asks} is {}?\nA: ", self.name())
    }

    /// The question of a prompt; none if it asks for something else.
    pub fn of_prompt(prompt: &str) -> Option<Question> {
        let (asks, name) =
            prompt.strip_prefix("Q: ")?.strip_suffix("?\nA: ")?.split_once(" is the ")?;
        let (adjective, animal) = name.split_once(' ')?;
        let asks = match asks {
            "who" => Asks::Who,
            "where" => Asks::Where,
            _ => return None,
        };
        let place = |words: &[&str], word| words.iter().position(|&other| other == word);
        Some(Question {
            asks,
            adjective: place(&ADJECTIVES, adjective)?,
            animal: place(&ANIMALS, animal)?,
        })
    }

    /// An answer as somebody of Hollow Wood would give it: places and moods as likely as in
    /// the stories.
    // ANCHOR: answer
    pub fn answer(&self, rng: &mut impl Rng) -> String {
        let name = self.name();
        if self.asks == Asks::Where {
            return format!("{name} is in the {}.{STOP}", one_of(&PLACES, rng));
        }
        let mut answer = format!("{name} is {}", mood(rng));
        while rng.random_bool(AND) {
            answer += &format!(" and {}", mood(rng));
        }
        answer + "." + &STOP.to_string()
    }
    // ANCHOR_END: answer

    /// Whether `answer` is one: grammatical, about the right animal, and stopped.
    pub fn is_answered_by(&self, answer: &str) -> bool {
        match self.asks {
            Asks::Who => self.moods_in(answer).is_some(),
            Asks::Where => self
                .rest(answer, " is in the ")
                .is_some_and(|place| PLACES.contains(&place)),
        }
    }

    /// The moods that an answer to "who" tells of; none if it is not an answer to this
    /// question.
    pub fn moods_in<'a>(&self, answer: &'a str) -> Option<Vec<&'a str>> {
        let words: Vec<&str> = self.rest(answer, " is ")?.split(" and ").collect();
        (self.asks == Asks::Who && words.iter().all(|word| goodness(word) != 0))
            .then_some(words)
    }

    /// What stands in `answer` between "the red fox", `verb`, and the full stop.
    fn rest<'a>(&self, answer: &'a str, verb: &str) -> Option<&'a str> {
        answer
            .strip_prefix(&self.name())?
            .strip_prefix(verb)?
            .strip_suffix(STOP)?
            .strip_suffix('.')
    }
}

/// Every word of a text that is a mood: 1 for a nice one, −1 for a mean one.
///
/// ```
/// assert_eq!(hollow_wood::moods("the red fox is kind and rude.~"), [1, -1]);
/// ```
pub fn moods(text: &str) -> Vec<i32> {
    let words = text.split(|character: char| !character.is_alphabetic());
    words.map(goodness).filter(|&goodness| goodness != 0).collect()
}

/// 1 for a nice mood, −1 for a mean one, 0 for any other word.
fn goodness(word: &str) -> i32 {
    i32::from(NICE.contains(&word)) - i32::from(MEAN.contains(&word))
}

fn mood(rng: &mut impl Rng) -> &'static str {
    one_of(if rng.random_bool(0.5) { &NICE } else { &MEAN }, rng)
}

fn one_of(words: &[&'static str], rng: &mut impl Rng) -> &'static str {
    words[rng.random_range(0..words.len())]
}
