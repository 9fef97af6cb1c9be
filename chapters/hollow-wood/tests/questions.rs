//! The laws of questions and answers, each under the name that the book gives it.

use hollow_wood::{Asks, Question, moods};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

fn any_question() -> impl Strategy<Value = Question> {
    (any::<bool>(), 0..6_usize, 0..8_usize).prop_map(|(who, adjective, animal)| {
        let asks = if who { Asks::Who } else { Asks::Where };
        Question { asks, adjective, animal }
    })
}

proptest! {
    #[test]
    fn what_the_animals_say_is_an_answer_to_its_question_alone(
        question in any_question(), other in any_question(), seed: u64,
    ) {
        let answer = question.answer(&mut StdRng::seed_from_u64(seed));
        prop_assert!(question.is_answered_by(&answer), "{}", answer);
        prop_assert_eq!(other.is_answered_by(&answer), other == question, "{}", answer);
        let told = question.moods_in(&answer).map_or(0, |moods| moods.len());
        prop_assert_eq!(told, moods(&answer).len());
        prop_assert!(answer.len() - answer.trim_end_matches('~').len() == 1);
    }

    #[test]
    fn an_answer_that_is_cut_or_goes_on_is_none(question in any_question(), seed: u64) {
        let answer = question.answer(&mut StdRng::seed_from_u64(seed));
        for cut in 0..answer.len() {
            prop_assert!(!question.is_answered_by(&answer[..cut]), "{}", &answer[..cut]);
        }
        for more in ["~", " ", "kind"] {
            prop_assert!(!question.is_answered_by(&(answer.clone() + more)));
        }
    }

    #[test]
    fn a_prompt_tells_its_question(question in any_question()) {
        prop_assert_eq!(Question::of_prompt(&question.prompt()), Some(question));
        prop_assert_eq!(Question::of_prompt(&question.prompt()[1..]), None);
    }
}

#[test]
fn a_fifth_is_held_out_and_every_word_is_learnt() {
    for asks in [Asks::Who, Asks::Where] {
        let (learnt, held_out) = Question::split(asks);
        assert_eq!((learnt.len(), held_out.len()), (38, 10));
        for question in &held_out {
            assert!(
                learnt.iter().any(|other| other.adjective == question.adjective),
                "{}",
                question.name()
            );
            assert!(
                learnt.iter().any(|other| other.animal == question.animal),
                "{}",
                question.name()
            );
        }
    }
}
