//! The index of the search: mdBook's, and an entry for each word of the glossary, which leads to the page that explains
//! it. American and British spelling find the same.
//!
//! What else a reader may type for a word stands in a comment of its entry: `<!-- also: warmup, ramp -->`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use elasticlunr::IndexBuilder;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use crate::page::{Page, markdown};

/// What mdBook writes, and where.
const FILE: &str = "searchindex.js";
const BEFORE: &str = "window.search = Object.assign(window.search, JSON.parse('";
const AFTER: &str = "'));";
/// The page of words.
const GLOSSARY: &str = "glossary.md";

/// A part of the book that can be found.
#[derive(Debug, PartialEq)]
struct Found {
    url: String,
    title: String,
    body: String,
    /// What the reader sees of where it is.
    place: String,
}

/// Makes the index anew in the book rendered into `folder`, if it has one.
///
/// # Errors
/// If mdBook's index can't be read, or the new one written.
pub(crate) fn write(pages: &[Page], folder: &Path) -> Result<()> {
    let file = folder.join(FILE);
    let Ok(script) = fs::read_to_string(&file) else { return Ok(()) };
    let (mut index, mut all) = read(&script).context("mdBook's index of the search is not what it was")?;
    let names: Vec<(String, String)> =
        all.iter().map(|found| (page_of(&found.url), first(&found.place))).collect();
    if let Some(glossary) = pages.iter().find(|page| page.path == Path::new(GLOSSARY)) {
        // Its words are found one by one instead.
        all.iter_mut()
            .filter(|found| found.url.starts_with("glossary.html"))
            .for_each(|found| found.body.clear());
        all.extend(words(&glossary.text, &names));
    }
    index["doc_urls"] = all.iter().map(|found| found.url.clone()).collect();
    index["index"] = build(&all);
    fs::write(&file, format!("window.search = Object.assign(window.search, {index});\n"))
        .with_context(|| format!("{} can't be written", file.display()))
}

/// mdBook's index, and what is found by it.
fn read(script: &str) -> Option<(Value, Vec<Found>)> {
    let quoted = script.trim().strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
    let index: Value = serde_json::from_str(&quoted.replace("\\'", "'").replace("\\\\", "\\")).ok()?;
    let docs = &index["index"]["documentStore"]["docs"];
    let found = |(number, url): (usize, &Value)| {
        let doc = &docs[number.to_string()];
        let field = |name: &str| Some(doc[name].as_str()?.to_owned());
        Some(Found {
            url: url.as_str()?.to_owned(),
            title: field("title")?,
            body: field("body")?,
            place: field("breadcrumbs")?,
        })
    };
    let all = index["doc_urls"].as_array()?.iter().enumerate().map(found).collect::<Option<_>>()?;
    Some((index, all))
}

fn build(all: &[Found]) -> Value {
    let builder = ["title", "body", "breadcrumbs"].iter().fold(IndexBuilder::new(), |builder, field| {
        builder.add_field_with_tokenizer(field, Box::new(tokens))
    });
    let mut index = builder.build();
    for (number, Found { title, body, place, .. }) in all.iter().enumerate() {
        index.add_doc(&number.to_string(), [title, body, place]);
    }
    json!(index)
}

/// The words of a text as they are looked for, and as others spell them.
fn tokens(text: &str) -> Vec<String> {
    let separates = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/');
    let words = text.split(separates).filter(|word| !word.is_empty() && word.len() <= 80);
    words.map(str::to_lowercase).flat_map(|word| [other_spelling(&word), Some(word)]).flatten().collect()
}

/// The word in American English, if that is another.
fn other_spelling(word: &str) -> Option<String> {
    const PAIRS: [(&str, &str); 7] = [
        ("isation", "ization"),
        ("ise", "ize"),
        ("ising", "izing"),
        ("isable", "izable"),
        ("our", "or"),
        ("lled", "led"),
        ("licence", "license"),
    ];
    let (british, american) = PAIRS.iter().find(|(british, _)| word.contains(british))?;
    Some(word.replace(british, american))
}

/// The entries of the glossary: each leads to the first page that it names. `names` are the pages' own.
fn words(glossary: &str, names: &[(String, String)]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut in_term = false;
    for event in Parser::new_ext(glossary, markdown()) {
        match (event, found.last_mut()) {
            (Event::Start(Tag::DefinitionListTitle), _) => {
                in_term = true;
                let (url, title, body, place) = Default::default();
                found.push(Found { url, title, body, place });
            }
            (Event::End(TagEnd::DefinitionListTitle), _) => in_term = false,
            (Event::Start(Tag::Link { dest_url, .. }), Some(word)) if word.url.is_empty() => {
                word.url = dest_url.replace(".md", ".html");
            }
            (Event::Text(text), Some(word)) if in_term => word.title.push_str(&text),
            (Event::Text(text), Some(word)) => word.body.push_str(&text),
            (Event::InlineHtml(comment), Some(word)) => {
                let also = comment.strip_prefix("<!-- also:").and_then(|rest| rest.strip_suffix("-->"));
                word.title.extend(also.map(|also| format!(",{}", also.trim_end())));
            }
            _ => {}
        }
    }
    for word in &mut found {
        if word.url.is_empty() {
            word.url = "glossary.html#glossary".into();
        }
        let page = names.iter().find(|(page, _)| *page == page_of(&word.url));
        let term = word.title.split(',').next().unwrap_or_default();
        word.place = format!("{term} » {}", page.map_or("", |(_, name)| name));
    }
    found
}

/// The page of an address.
fn page_of(url: &str) -> String {
    url.split('#').next().unwrap_or_default().to_owned()
}

/// The first of the names that lead to a place.
fn first(place: &str) -> String {
    place.split(" » ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_glossary_leads_to_the_page_that_explains_it() {
        let glossary = "# G {#g}\n\nByte pair encoding, BPE\n: Tokens by **merging**. ([chapter 6](06-decoder.md#tokens)) <!-- also: merges -->\n\nBatch\n: Sequences.\n";
        let names = [
            ("06-decoder.html".into(), "6 · The decoder".into()),
            ("glossary.html".into(), "Glossary".into()),
        ];
        let found = words(glossary, &names);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].url, "06-decoder.html#tokens");
        assert_eq!(found[0].title, "Byte pair encoding, BPE, merges");
        assert_eq!(found[0].place, "Byte pair encoding » 6 · The decoder");
        assert_eq!(found[0].body.trim_end(), "Tokens by merging. (chapter 6)");
        assert_eq!(
            (found[1].url.as_str(), found[1].place.as_str()),
            ("glossary.html#glossary", "Batch » Glossary")
        );
    }

    #[test]
    fn words_are_found_in_either_spelling() {
        assert_eq!(tokens("Layer-Normalisation"), ["layer", "normalization", "normalisation"]);
        assert_eq!(tokens("colour licence"), ["color", "colour", "license", "licence"]);
        assert_eq!(tokens("attention"), ["attention"]);
    }

    #[test]
    fn mdbooks_index_is_read_with_its_quotes() {
        let index = json!({
            "doc_urls": ["a.html#a"],
            "index": {"documentStore": {"docs": {"0": {"title": "it's", "body": "a \"b\" \\", "breadcrumbs": "A"}}}},
        });
        let script =
            format!("{BEFORE}{}{AFTER}", index.to_string().replace('\\', "\\\\").replace('\'', "\\'"));
        let (_, all) = read(&script).unwrap();
        assert_eq!((all[0].title.as_str(), all[0].body.as_str()), ("it's", "a \"b\" \\"));
    }
}
