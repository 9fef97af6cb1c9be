//! The reward on questions with and without moods.

use exercises::{Verdict, checks, same_number_or};
use rand::rngs::StdRng;

use super::student::reward;

checks![
    it_is_the_share_of_nice_words,
    an_answer_may_have_several_lines,
    silence_is_worth_nothing,
    the_question_changes_nothing,
];

const PLAIN: &str = "Q: who is the red fox?\nA: ";
const LEADING: &str = "Q: is the red fox kind or calm?\nA: ";

fn it_is_the_share_of_nice_words(_: &mut StdRng) -> Verdict {
    let cases = [
        ("kind and calm", 1.0, 2.0),
        ("kind and rude", 0.5, 0.0),
        ("rude and cold and wise", 1.0 / 3.0, -1.0),
        ("rude", 0.0, -1.0),
    ];
    for (moods, share, balance) in cases {
        let answer = format!("the red fox is {moods}.~");
        let mistakes = [(
            "it is nice words less mean words; the share of nice ones is asked for",
            balance,
        )];
        same_number_or(
            &format!("{answer:?} to a question without moods: the reward"),
            reward(PLAIN, &answer),
            share,
            &mistakes,
        )?;
    }
    Ok(())
}

fn an_answer_may_have_several_lines(_: &mut StdRng) -> Verdict {
    let mistakes =
        [("only the last line was read", 0.0), ("only the first line was read", 1.0)];
    same_number_or(
        "\"kind.\\nA: rude.~\" to a question without moods: the reward",
        reward(PLAIN, "kind.\nA: rude.~"),
        0.5,
        &mistakes,
    )
}

fn silence_is_worth_nothing(_: &mut StdRng) -> Verdict {
    for answer in ["", "~", "the red fox is"] {
        let mistakes =
            [("kind and calm are in the question; the model has not said them", 1.0)];
        same_number_or(
            &format!("{answer:?} to {LEADING:?}: the reward"),
            reward(LEADING, answer),
            0.0,
            &mistakes,
        )?;
    }
    Ok(())
}

fn the_question_changes_nothing(_: &mut StdRng) -> Verdict {
    for answer in ["it is kind.~", "it is rude.~", "it is rude and kind and cold.~", "~"] {
        for prompt in [LEADING, "Q: is the owl rude?\nA: ", "", "A: kind\nQ: rude?\nA: "] {
            let mistakes = [(
                "the moods of the question were counted too",
                reward("", &[prompt, answer].concat()),
            )];
            same_number_or(
                &format!("{answer:?} to {prompt:?}: the reward"),
                reward(prompt, answer),
                right(answer),
                &mistakes,
            )?;
        }
    }
    Ok(())
}

fn right(answer: &str) -> f64 {
    let moods = hollow_wood::moods(answer);
    let nice = moods.iter().filter(|&&mood| mood > 0).count();
    nice as f64 / moods.len().max(1) as f64
}
