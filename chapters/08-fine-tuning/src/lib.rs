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
//! [`policy_gradient`]; [`ppo`] and [`grpo`], its relatives; [`Reinforce`], the loop;
//! [`theory`], where it must end; [`lists`], a policy of ten numbers of which all is known;
//! [`BradleyTerry`], a reward that is itself learnt, from comparisons; [`dpo`], which
//! learns from them without one; and [`LowRank`], for whom few parameters must do.

mod answering;
mod dpo;
mod grpo;
pub mod lists;
mod low_rank;
mod method;
pub mod naive;
mod pairs;
mod pieces;
mod policy_gradient;
mod ppo;
mod preferences;
mod reinforce;
mod reward;
pub mod theory;

pub use pairs::{Pair, log_probabilities_of_answers, supervised};

pub use answering::{Answer, Stopping, sample_answers};

pub use reward::{GoldReward, MoodReward, Reward};

pub use policy_gradient::{leave_one_out, policy_gradient, weighted_answers};

pub use grpo::{group_advantages, grpo};
pub use method::Method;
pub use ppo::{clipped, ppo};

pub use reinforce::{Reinforce, Round};

pub use preferences::{BradleyTerry, Comparison};

pub use dpo::{Lesson, dpo, dpo_step};

pub use low_rank::{Adapters, LowRank, LowRankCache};
