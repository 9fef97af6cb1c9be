//! Hollow Wood's questions as a model sees them, and its answers.

use anyhow::Result;
use decoder::{Sampling, Vocabulary};
use fine_tuning::{Answer, Pair, Stopping};
use hollow_wood::{Asks, CAP, Question, Source};
use model_files::Model;
use rand::{Rng, rngs::StdRng};

use crate::runs::Base;

/// Characters of a story: two sentences or three, about as many as a question has with its answer.
const STORY: usize = 64;

/// The questions in a model's tokens.
pub(crate) struct Wood {
    pub(crate) stopping: Stopping,
    vocabulary: Vocabulary,
    source: Source,
}

/// A question and what a model said to it.
pub(crate) struct Reply {
    pub(crate) question: Question,
    pub(crate) pair: Pair,
    pub(crate) log_p: f64,
    pub(crate) text: String,
}

impl Wood {
    /// # Errors
    /// If the model does not know a character of the questions, or can't look at a question and its answer at once.
    pub(crate) fn new(base: &Base, advice: &str) -> Result<Wood> {
        base.check_wood(advice)?;
        let stopping = Stopping { token: base.stop, cap: CAP };
        let wood = Wood { stopping, vocabulary: base.vocabulary.clone(), source: hollow_wood::source() };
        let questions = Question::all(Asks::Where); // the longer ones
        let longest = questions.iter().map(|question| wood.prompt(question).len()).max();
        base.check_context(
            longest.expect("some questions") + CAP,
            "a question about Hollow Wood and its answer",
        )?;
        Ok(wood)
    }

    pub(crate) fn prompt(&self, question: &Question) -> Vec<usize> {
        self.encode(&question.prompt())
    }

    /// A question with an answer as the wood's friends would give it.
    pub(crate) fn example(&self, question: &Question, rng: &mut impl Rng) -> Pair {
        Pair { prompt: self.prompt(question), answer: self.encode(&question.answer(rng)) }
    }

    /// A story as a pair: its first character is given, and all others are to be said.
    pub(crate) fn story(&self, rng: &mut impl Rng) -> Pair {
        let mut prompt = self.encode(&self.source.text(STORY, rng));
        let answer = prompt.split_off(1);
        Pair { prompt, answer }
    }

    /// What a model answers to each of the questions, `each` times.
    pub(crate) fn ask(
        &self,
        model: &Model,
        questions: &[Question],
        each: usize,
        rng: &mut StdRng,
    ) -> Vec<Reply> {
        let questions: Vec<Question> = questions.iter().flat_map(|&question| vec![question; each]).collect();
        let prompts: Vec<Vec<usize>> = questions.iter().map(|question| self.prompt(question)).collect();
        let answers = models::sample_answers(model, &prompts, self.stopping, &Sampling::PLAIN, rng);
        let reply = |((question, prompt), answer): ((Question, Vec<usize>), Answer)| {
            let text = self.vocabulary.decode(&answer.tokens);
            Reply { question, pair: Pair { prompt, answer: answer.tokens }, log_p: answer.log_p, text }
        };
        questions.into_iter().zip(prompts).zip(answers).map(reply).collect()
    }

    /// Which share of the answers is valid: grammatical, about the right animal, and stopped.
    pub(crate) fn valid(&self, model: &Model, questions: &[Question], each: usize, rng: &mut StdRng) -> f64 {
        let replies = self.ask(model, questions, each, rng);
        let valid = replies.iter().filter(|reply| reply.question.is_answered_by(&reply.text));
        valid.count() as f64 / replies.len() as f64
    }

    fn encode(&self, text: &str) -> Vec<usize> {
        self.vocabulary.encode(text).expect("the model knows the characters of Hollow Wood")
    }
}
