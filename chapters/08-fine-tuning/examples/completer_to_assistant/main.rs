//! From random weights to an assistant, and beyond: answers by example, then a reward, with
//! less and less to hold it.

mod curves;
mod measure;
mod points;
mod stages;

use decoder::Gpt;
use figures::{Colour, Figure, Plot};
use fine_tuning::{Method, MoodReward, Reinforce};
use hollow_wood::{Asks, Question};
use measure::{ask, measure, theory, valid};
use rand::{SeedableRng, rngs::StdRng};

/// What the model says now, when it is asked about animals that were in no example.
fn say(title: &str, model: &Gpt<f32>) {
    println!("\n{title}");
    let questions = [(Asks::Who, 0, 0), (Asks::Who, 3, 1), (Asks::Where, 5, 5)]
        .map(|(asks, adjective, animal)| Question { asks, adjective, animal });
    for (question, _, text) in ask(model, &questions, 1) {
        println!("  {}{}", question.prompt().replace('\n', " "), text.replace('\n', "¶"));
    }
}

fn main() -> std::io::Result<()> {
    let (size, full) = (stages::size(), !figures::quick());
    let completer = stages::pretrain(&size);
    say("Pre-trained, it goes on as stories do:", &completer);
    let mut by_step = [Vec::new(), Vec::new()];
    let supervised = stages::finetune(&size, completer, |step, model| {
        let last = if full && step == size.finetune { 50 } else { 5 };
        for (curve, asks) in by_step.iter_mut().zip([Asks::Who, Asks::Where]) {
            curve.push((step as f64, 100.0 * valid(model, asks, last)));
        }
    });
    say("Shown answers, it answers:", &supervised);
    let [who, place] = by_step;
    let (first, last) =
        (who[0].1.max(place[0].1), (who[who.len() - 1].1 + place[place.len() - 1].1) / 2.0);
    println!(
        "valid answers about animals of no example: {first:.1} % before, {last:.1} % after"
    );
    // The worst of eight such runs ended at 93 %: some take one animal for another.
    assert!(first == 0.0 && (!full || last >= 80.0));
    Figure::new(
        "answers-by-example",
        "Two curves rise from 0 to nearly 100, most of the way within a hundred steps.",
    )
    .panel(
        Plot::new()
            .x("step of supervised fine-tuning")
            .y("valid answers (%)")
            .line("who", Colour::nth(0), who)
            .line("where", Colour::nth(1), place),
    )
    .save()?;

    let mut policy = supervised.clone();
    let (vocabulary, stopping) = (stages::vocabulary(), stages::stopping());
    let mut run = Reinforce {
        reference: supervised.clone(),
        vocabulary,
        stopping,
        beta: 1.0,
        group_size: 8,
        method: Method::Reinforce,
    };
    let mut rng = StdRng::seed_from_u64(7);
    println!(
        "\n       reward                  gold                    KL                where"
    );
    println!("   β   {0}   {0}   {0}   valid", "theory  measured     ");
    let mut points = vec![points::row(f64::INFINITY, measure(&supervised, &supervised, 6))];
    for beta in [1.0, 0.7, 0.5, 0.35] {
        run.beta = beta;
        let first = beta == 1.0; // the longest way, and what is checked most closely
        let steps = if first { size.reinforce * 2 } else { size.reinforce };
        let rounds =
            stages::reinforce(&run, &MoodReward, &mut policy, 3e-4, steps, &mut rng);
        if first {
            curves::reward_by_step(&rounds, theory(1.0).reward)?;
        }
        points.push(points::row(
            beta,
            measure(&policy, &supervised, if first { 40 } else { 6 }),
        ));
    }
    let (best, error) = points[1].2.best_reward(1.0);
    println!(
        "the best for β = 1 with this network as π_SFT, seen from its answers: \
         reward {best:.2} ± {error:.2}"
    );
    run.beta = 0.0;
    let steps = size.reinforce * 5 / 6;
    println!("with no price on moving away, after each of four times {steps} steps:");
    for _ in 0..4 {
        stages::reinforce(&run, &MoodReward, &mut policy, 6e-4, steps, &mut rng);
        points.push(points::row(0.0, measure(&policy, &supervised, 6)));
    }
    say("Rewarded for nice words, with nothing to hold it:", &policy);
    if full {
        points::check(&points);
    }
    curves::goodharts_law(&points)?;
    curves::what_distance_costs(&points)
}
