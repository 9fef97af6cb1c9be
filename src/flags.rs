//! Every flag of every command with values that nobody would give it: accepted or refused, and never worse.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{CommandFactory, Parser};
use proptest::prelude::*;

use crate::runs::{Flags, Options, Settings, check_memory};
use crate::{Cli, Command};
use trials::{Input, anything, trial};

const VALUES: [&str; 34] = [
    "0",
    "1",
    "2",
    "3",
    "16",
    "-1",
    "-0",
    "+1",
    " 1",
    "1 ",
    "0x10",
    "1e3",
    "0.5",
    "1e308",
    "1e-320",
    "1e999",
    "nan",
    "inf",
    "-inf",
    "",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775808",
    "4294967296",
    "1000000007",
    "٣",
    "猫",
    "\u{202e}",
    "--",
    "-h",
    "post",
    "gold",
    "relu",
    "learned",
];

/// The words of a command line, a line each: a command, what it can't do without, and some of its flags.
fn command_lines() -> impl Strategy<Value = Input> {
    let cli = Cli::command();
    let commands: Vec<(String, Vec<String>)> = cli
        .get_subcommands()
        .map(|command| {
            let flags = command.get_arguments().filter_map(|flag| Some(format!("--{}", flag.get_long()?)));
            (command.get_name().to_owned(), flags.chain(["--unknown".to_owned()]).collect())
        })
        .collect();
    let value = prop_oneof![4 => prop::sample::select(VALUES[..6].to_vec()).prop_map(str::to_owned), 4 => prop::sample::select(VALUES.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    let command = prop::sample::select(commands);
    command.prop_flat_map(move |(command, flags)| {
        let of_a_base = if command == "pretrain" { "--out" } else { "--model" }; // which it can do without
        let needed = BTreeSet::from(["--out", of_a_base, "--beta"]);
        let needed = needed.into_iter().filter(|flag| flags.iter().any(|own| own == flag));
        let first: Vec<String> =
            [command].into_iter().chain(needed.map(|flag| format!("{flag}=1"))).collect();
        let pair = (prop::sample::select(flags), value.clone(), any::<bool>());
        prop::collection::vec(pair, 0..4).prop_map(move |pairs| {
            let pairs = pairs.into_iter().flat_map(|(flag, value, joined)| {
                if joined { vec![format!("{flag}={value}")] } else { vec![flag, value] }
            });
            let words: Vec<String> = first.iter().cloned().chain(pairs).collect();
            Input::new("a command line", words.join("\n").into_bytes())
        })
    })
}

/// What the commands say to their flags before they look at any file.
fn check(command: Command) -> Result<()> {
    match command {
        Command::Pretrain(Options { flags: Flags { settings, .. }, .. }) => {
            settings.check()?;
            check_memory(&settings.shape(65), settings.batch, settings.context, "--batch")
        }
        Command::Sft(options) => options.flags.settings.check(),
        Command::Rl(options) => options.flags.settings.check(),
        Command::Dpo(options) => options.flags.settings.check(),
        Command::Train(options) => options.flags.settings.check(),
        Command::Generate(options) => {
            let logits = ndarray::array![0.0_f32, -1e30, 5.0, f32::MIN_POSITIVE];
            let p = options.sampling().distribution(&logits);
            assert!((p.sum() - 1.0).abs() < 1e-5, "{p}");
            Ok(())
        }
        _ => Ok(()),
    }
}

#[test]
fn trial_of_flags() {
    trial("flags of all commands", 20_000, prop_oneof![1 => anything(), 6 => command_lines()], |bytes| {
        let words = String::from_utf8_lossy(bytes);
        let cli = Cli::try_parse_from(["glassgpt"].into_iter().chain(words.split('\n')));
        match cli {
            // clap says more than a sentence: it repeats the value as it was given, and how the command is used.
            Err(error) if error.use_stderr() => {
                Err(error.kind().as_str().unwrap_or("help instead").to_owned())
            }
            Err(_help) => Ok(()),
            Ok(Cli { command, .. }) => command.map_or(Ok(()), check).map_err(|error| format!("{error:#}")),
        }
    });
}
