//! The machine at work, for the book's first page: a small GPT learns a text, guesses what
//! comes next, and is taught to answer.

#[path = "../../07-training-loss/examples/reaching_the_floor/keep.rs"]
mod keep;

use decoder::{Config, Gpt, Sampling, Vocabulary, Writer};
use figures::{Bars, Colour, Figure};
use fine_tuning::{Pair, Stopping, sample_answers, supervised};
use foundations::Params;
use hollow_wood::{ALPHABET, Asks, CAP, MEAN, NICE, Question, STOP};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer};

const BEGUN: &str = "the red fox is in the barn. it is ";
const T: usize = 80;

fn trainer(model: Gpt<f32>, steps: usize) -> Trainer<Gpt<f32>> {
    let schedule = Schedule { peak: 5e-3, last: 1e-4, warm_up: steps / 20, steps };
    Trainer::new(model, schedule)
}

fn main() -> std::io::Result<()> {
    let full = !figures::quick();
    let (layers, c, steps, lessons) = if full { (2, 48, 600, 150) } else { (1, 16, 20, 5) };
    let vocabulary = Vocabulary::new(ALPHABET.chars().collect());
    let tokens = |text: &str| vocabulary.encode(text).expect("in the alphabet");
    let mut rng = StdRng::seed_from_u64(1);
    let text = tokens(&hollow_wood::source().text(500_000, &mut rng));
    let sized = |l, c| Config::article(ALPHABET.len(), T, l, 4, c);

    // First it learns to guess the next character of a text.
    let mut run = trainer(Gpt::new(sized(layers, c), &mut rng), steps);
    println!("a GPT of {layers} layers and {} parameters", run.model.parameter_count());
    (0..steps).for_each(|_| {
        _ = run.step(&Batch::random(&text, 16, T, &mut rng)).expect("a finite loss");
    });
    let model = run.model;
    figures::keep("wood-model", &keep::halves(&model))?;
    let mut writer = Writer::new(&model, &tokens(BEGUN));
    let guess = Sampling::PLAIN.distribution(&writer.next_logits());
    (0..60).for_each(|_| _ = writer.write(&Sampling::PLAIN, &mut rng));
    println!("\nbegun:     {BEGUN}");
    let written = vocabulary.decode(&writer.tokens()[BEGUN.len()..]);
    println!("continued: {}", written.replace('\n', "¶"));

    // By the rules of the text a mood must follow here, each of twelve as likely.
    let initial = |c: char| move |mood: &&&str| mood.starts_with(c);
    let exact = |c| NICE.iter().chain(&MEAN).filter(initial(c)).count() as f64 / 12.0;
    let letters: Vec<char> = "cwhkbsmradifot".chars().collect();
    let p = |c: char| guess[tokens(&c.to_string())[0]] as f64;
    let off = letters.iter().map(|&c| (p(c) - exact(c)).abs()).fold(0.0, f64::max);
    let a_mood: f64 = letters.iter().filter(|&&c| exact(c) > 0.0).map(|&c| p(c)).sum();
    println!(
        "\nprobability of a letter that begins a mood: {a_mood:.2}; no letter's is off by \
        more than {off:.2}"
    );
    assert!(!full || (a_mood > 0.7 && off < 0.25), "it has learnt the rules, roughly");

    // Then it is shown questions with answers, and asked about animals that were in none.
    let (asked, held_out) = Question::split(Asks::Who);
    let mut run = trainer(model, lessons);
    for _ in 0..lessons {
        let mut lesson = || {
            let question = asked[rng.random_range(0..asked.len())];
            let answer = tokens(&question.answer(&mut rng));
            Pair { prompt: tokens(&question.prompt()), answer }
        };
        let lessons: Vec<Pair> = (0..32).map(|_| lesson()).collect();
        run.step(&supervised(&lessons, T)).expect("a finite loss");
    }
    let stopping = Stopping { token: tokens(&STOP.to_string())[0], cap: CAP };
    let prompts: Vec<Vec<usize>> = held_out.iter().map(|q| tokens(&q.prompt())).collect();
    let answers =
        sample_answers(&run.model, &prompts, stopping, &Sampling::PLAIN, &mut rng);
    let mut valid = 0;
    for (i, (question, answer)) in held_out.iter().zip(answers).enumerate() {
        let answer = vocabulary.decode(&answer.tokens);
        valid += usize::from(question.is_answered_by(&answer));
        if i < 3 {
            println!("\n{}{}", question.prompt(), answer.replace('~', ""));
        }
    }
    println!(
        "\n{valid} of {} such answers are complete, and about the right animal",
        held_out.len()
    );
    assert!(!full || valid > 0, "it has learnt to answer");

    let bars = Bars::new(letters.iter()).title("the next character after \"… it is \"");
    let bars =
        bars.series("the model's guess", Colour::nth(3), letters.iter().map(|&c| p(c)));
    let seen = "A bar for each of fourteen letters, and a dashed line across it: at one \
        sixth for c and w, at one twelfth for h, k, b, s, m, r, a and d, at 0 for the \
        other four.";
    Figure::new("what-comes-next", seen)
        .panel(bars.theory("by the rules of the text", letters.iter().map(|&c| exact(c))))
        .save()?;
    Ok(())
}
