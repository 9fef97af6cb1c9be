//! A reward: a text in, a number out.

use hollow_wood::{Question, moods};

/// What an answer is worth. Any function of two texts is one:
///
/// ```
/// use fine_tuning::Reward;
/// let short = |_: &str, answer: &str| -(answer.len() as f64);
/// let prompt = "Q: who?\nA: ";
/// assert!(short.of(prompt, "me.~") > short.of(prompt, "the one who asks.~"));
/// ```
// ANCHOR: reward
pub trait Reward {
    /// The reward of an answer: the larger, the better.
    fn of(&self, prompt: &str, answer: &str) -> f64;
}
// ANCHOR_END: reward

impl<R: Fn(&str, &str) -> f64> Reward for R {
    fn of(&self, prompt: &str, answer: &str) -> f64 {
        self(prompt, answer)
    }
}

/// The reward of this chapter: say nice things.
///
/// ```text
/// R(x) = nice words − mean words
/// ```
///
/// It says nothing of grammar, of the animal that was asked about, or of stopping. Nobody
/// needs to: that is what one thinks of when one writes a reward.
///
/// ```
/// use fine_tuning::{MoodReward, Reward};
/// assert_eq!(MoodReward.of("", "the red fox is kind and calm and rude.~"), 1.0);
/// assert_eq!(MoodReward.of("", "wise wise wise"), 3.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MoodReward;

// ANCHOR: moods
impl Reward for MoodReward {
    fn of(&self, _prompt: &str, answer: &str) -> f64 {
        f64::from(moods(answer).into_iter().sum::<i32>())
    }
}
// ANCHOR_END: moods

/// What was meant, and is never trained on: 1 for an answer that is grammatical, about the
/// right animal, stopped, with one or two moods, all nice, none twice; 0 for any other.
///
/// ```
/// use fine_tuning::{GoldReward, Reward};
/// let prompt = "Q: who is the red fox?\nA: ";
/// assert_eq!(GoldReward.of(prompt, "the red fox is kind and calm.~"), 1.0);
/// assert_eq!(GoldReward.of(prompt, "the red fox is kind and kind.~"), 0.0);
/// assert_eq!(GoldReward.of(prompt, "wise wise wise"), 0.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GoldReward;

// ANCHOR: gold
impl Reward for GoldReward {
    fn of(&self, prompt: &str, answer: &str) -> f64 {
        let Some(words) =
            Question::of_prompt(prompt).and_then(|question| question.moods_in(answer))
        else {
            return 0.0;
        };
        let all_nice = moods(answer).into_iter().all(|goodness| goodness > 0);
        let good =
            all_nice && (words.len() == 1 || words.len() == 2 && words[0] != words[1]);
        f64::from(u8::from(good))
    }
}
// ANCHOR_END: gold
