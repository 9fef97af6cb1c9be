//! # Chapter 8: fine-tuning
//!
//! A model that continues text becomes one that answers: first by example, then by reward.
//!
//! ```text
//! supervised:      L(θ) = −Σ_t w_t · log π(x_t | x_<t; θ)
//!                  w = 1 on the answer, 0 on the question
//! reinforcement:   J(θ) = E_{x∼π}[R(x)] − β·KL(π ‖ π_SFT)
//!                  ∇J = E_{x∼π}[(R − β·log π/π_SFT) · ∇ log π(x)]
//! ```
//!
//! Read in this order: [`Pair`] and [`supervised`], the loss on the answer alone;
//! [`sample_answers`]; [`Reward`], a text in, a number out; [`leave_one_out`] and
//! [`policy_gradient`]; [`Reinforce`], the loop; [`theory`], where it must end;
//! [`lists`], a policy of ten numbers of which all is known; and [`BradleyTerry`], a
//! reward that is itself learnt, from comparisons.

mod answering;
pub mod lists;
pub mod naive;
mod pairs;
mod pieces;
mod policy_gradient;
mod preferences;
mod reinforce;
mod reward;
pub mod theory;

pub use pairs::{Pair, log_probabilities_of_answers, supervised};

pub use answering::{Answer, Stopping, sample_answers};

pub use reward::{GoldReward, MoodReward, Reward};

pub use policy_gradient::{leave_one_out, policy_gradient};

pub use reinforce::{Reinforce, Round};

pub use preferences::{BradleyTerry, Comparison};
