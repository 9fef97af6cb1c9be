//! What was asked and answered, as people keep it: a `{"prompt": …, "answer": …}` on each line, or something as clear.

use anyhow::{Context, Result, anyhow, bail, ensure};
use model_files::in_short;
use serde_json::{Map, Value};

/// A question and its answer.
pub(super) struct Said {
    pub(super) prompt: String,
    pub(super) answer: String,
}

/// What other programs call the two.
const PROMPTS: [&str; 5] = ["prompt", "instruction", "question", "query", "input"];
const ANSWERS: [&str; 4] = ["answer", "completion", "output", "response"];
/// Lists of who said what, and how one of them names the two.
const CONVERSATIONS: [(&str, [&str; 4]); 2] = [
    ("messages", ["role", "content", "user", "assistant"]),
    ("conversations", ["from", "value", "human", "gpt"]),
];

/// The pairs of a text, each with its place: a JSON object on each line, or a JSON array of them, or one over many lines.
pub(super) fn said(text: &str) -> Vec<(String, Result<Said>)> {
    match serde_json::from_str(text) {
        Ok(Value::Array(list)) => {
            let places = (1..).map(|number| format!("entry {number} of the list"));
            places.zip(list.iter().map(of_entry)).collect()
        }
        Ok(one @ Value::Object(_)) => vec![("line 1".to_owned(), of_entry(&one))],
        _ => {
            let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
            lines.map(|(line, number)| (format!("line {number}"), of_line(line))).collect()
        }
    }
}

fn of_line(line: &str) -> Result<Said> {
    let line = line.trim();
    let entry = line.strip_suffix(',').unwrap_or(line); // it was an entry of a list
    let entry = serde_json::from_str(entry).map_err(|fault| {
        let list = if line.starts_with('[') { "; a list must be whole, from [ to ]" } else { "" };
        let (said, column) = (fault.to_string(), fault.column());
        let what = in_short(said.split(" at line ").next().unwrap_or_default()); // that of the entry, not of the file
        anyhow!(
            "it is not a JSON object of texts ({what}, column {column}{list}): write {{\"prompt\": \"…\", \"answer\": \"…\"}}"
        )
    })?;
    of_entry(&entry)
}

fn of_entry(entry: &Value) -> Result<Said> {
    let fields = entry.as_object().context("it is not a JSON object of texts")?;
    for (list, names) in CONVERSATIONS {
        if let Some(turns) = fields.get(list).and_then(Value::as_array) {
            return of_conversation(list, turns, names);
        }
    }
    let prompt = field(fields, &PROMPTS)?;
    let more = fields.get("input").and_then(Value::as_str).filter(|more| !more.is_empty());
    let prompt = match (prompt, more) {
        ("instruction", Some(more)) => format!("{} {more}", text(fields, "instruction")?), // they are one question
        (name, _) => text(fields, name)?,
    };
    Ok(Said { prompt, answer: text(fields, field(fields, &ANSWERS)?)? })
}

/// The first of the names that there is.
fn field<'a>(fields: &Map<String, Value>, names: &[&'a str]) -> Result<&'a str> {
    let found = names.iter().find(|name| fields.contains_key(**name));
    found.copied().with_context(|| {
        let own: Vec<String> = fields.keys().take(5).map(in_short).collect();
        let own = if own.is_empty() { "none".to_owned() } else { own.join(", ") };
        format!("the field {:?} is missing (it has {own}): name the two fields prompt and answer", names[0])
    })
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<String> {
    let text = fields[name].as_str().map(str::to_owned);
    text.with_context(|| {
        format!("it is not a JSON object of texts: its {name} is {}", in_short(&fields[name]))
    })
}

/// A question and its answer in a list of who said what. The model learns one answer a pair, so there may be no more.
fn of_conversation(list: &str, turns: &[Value], names: [&str; 4]) -> Result<Said> {
    let [who, what, asks, answers] = names;
    let [question, reply] = turns else {
        bail!("its {list} are {}, but must be two: of the {asks} and of the {answers}", turns.len());
    };
    let said = |turn: &Value, by: &str| {
        ensure!(turn[who] == by, "in its {list}, {} speaks where the {by} must", in_short(&turn[who]));
        turn[what]
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("in its {list}, the {what} is no text"))
    };
    Ok(Said { prompt: said(question, asks)?, answer: said(reply, answers)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of them as its programs write it.
    #[test]
    fn what_is_clear_is_understood() {
        let same = [
            r#"{"prompt": "who?", "answer": "me", "more": 1}"#,
            r#"{"instruction": "who?", "input": "", "output": "me"}"#,
            r#"{"prompt": "who?", "completion": "me"}"#,
            r#"{"question": "who?", "answer": "me"}"#,
            r#"{"query": "who?", "response": "me"}"#,
            r#"{"input": "who?", "output": "me"}"#,
            r#"{"messages": [{"role": "user", "content": "who?"}, {"role": "assistant", "content": "me"}]}"#,
            r#"{"conversations": [{"from": "human", "value": "who?"}, {"from": "gpt", "value": "me"}]}"#,
        ];
        let list = format!("[\n  {}\n]\n", same.join(",\n  "));
        for text in same.into_iter().chain([&list[..]]) {
            for (place, said) in said(text) {
                let said = said.unwrap_or_else(|fault| panic!("{place} of {text}: {fault}"));
                assert_eq!((&said.prompt[..], &said.answer[..]), ("who?", "me"), "{text}");
            }
        }
        assert_eq!(said(&list).len(), same.len());
        let lines = format!("{},\r\n\r\n{},\r\n", same[0], same[1]); // entries of a list, cut out of it
        assert!(said(&lines).into_iter().all(|(_, said)| said.is_ok()));
        let (_, said) =
            said(r#"{"instruction": "say it in French:", "input": "fox", "output": "renard"}"#).remove(0);
        assert_eq!(said.unwrap().prompt, "say it in French: fox");
    }

    #[test]
    fn what_is_not_clear_is_named() {
        for (text, named) in [
            (
                r#"{"q": "who?", "a": "me"}"#,
                "the field \"prompt\" is missing (it has a, q): name the two fields",
            ),
            (r#"{"prompt": "who?"}"#, "the field \"answer\" is missing"),
            (r#"{"prompt": ["who?"], "answer": "me"}"#, "its prompt is [\"who?\"]"),
            (r#"{"messages": [{"role": "user", "content": "who?"}]}"#, "its messages are 1, but must be two"),
            (
                r#"{"messages": [{"role": "system", "content": "be kind"}, {"role": "user", "content": "who?"}]}"#,
                "\"system\" speaks where the user must",
            ),
            ("[", "a list must be whole, from [ to ]"),
            ("who?,me", "(expected value, column 1): write {\"prompt\": \"…\""),
            (r#"{"prompt": "who?", "answer": NaN}"#, "(expected value, column 30): write"),
        ] {
            let faults: Vec<String> =
                said(text).into_iter().filter_map(|(_, said)| Some(format!("{:#}", said.err()?))).collect();
            assert!(faults.len() == 1 && faults[0].contains(named), "{text}: {faults:?}");
        }
        let (place, said) = said(r#"[{"prompt": "who?", "answer": "me"}, 7]"#).remove(1);
        assert!(said.is_err() && place == "entry 2 of the list");
    }
}
