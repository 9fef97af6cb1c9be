//! The rendered pages: no dead link, no id twice, and nothing that the network would have to bring.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

use crate::page::Page;
use crate::problem::Problem;

/// What the check needs to know of a rendered page.
#[derive(Debug, Default)]
struct Rendered {
    ids: HashSet<String>,
    twice: Vec<String>,
    links: Vec<String>,
    /// Addresses that a browser loads by itself: of images, scripts, styles.
    loads: Vec<String>,
}

/// What is wrong in the book rendered into `folder`.
///
/// # Errors
/// If the folder can't be read.
pub(crate) fn check(folder: &Path, pages: &[Page]) -> Result<Vec<Problem>> {
    let mut rendered = HashMap::new();
    for page in pages {
        let path = page.path.with_extension("html");
        let html = fs::read_to_string(folder.join(&path))
            .with_context(|| format!("{} wasn't rendered", path.display()))?;
        rendered.insert(path, read(&html));
    }
    let mut problems = Vec::new();
    for page in pages {
        let own = &rendered[&page.path.with_extension("html")];
        let mut wrong = |needle: &str, cause: String| {
            problems.push(Problem::new(&page.file, line_of(page, needle), cause));
        };
        for id in &own.twice {
            wrong(id, format!("the id \"{id}\" is used twice on this page"));
        }
        for address in own.loads.iter().filter(|address| is_remote(address)) {
            wrong(address, format!("{address} would be loaded from the network: put it into the book"));
        }
        for link in own.links.iter().filter(|link| !has_scheme(link)) {
            if let Some(cause) = dead(folder, &page.path, link, &rendered) {
                wrong(link, cause);
            }
        }
    }
    Ok(problems)
}

/// Why a link from this page leads nowhere, if it does.
fn dead(folder: &Path, from: &Path, link: &str, rendered: &HashMap<PathBuf, Rendered>) -> Option<String> {
    let (path, id) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
    let target = match path {
        "" => from.with_extension("html"),
        path => flatten(&from.parent().unwrap_or(Path::new("")).join(path)),
    };
    match (rendered.get(&target), id) {
        (None, None) if folder.join(&target).is_file() => None,
        (None, _) if rendered.is_empty() || !folder.join(&target).is_file() => {
            Some(format!("the link to {link} is dead: there is no such page"))
        }
        (Some(page), Some(id)) if !id.is_empty() && !page.ids.contains(id) => {
            Some(format!("the link to {link} is dead: nothing has the id \"{id}\" there"))
        }
        _ => None,
    }
}

/// A path without `.` and `..`.
fn flatten(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut flat, part| {
        match part {
            Component::ParentDir => drop(flat.pop()),
            Component::Normal(name) => flat.push(name),
            _ => {}
        }
        flat
    })
}

/// The line of the page that a link or an id most likely comes from.
fn line_of(page: &Page, needle: &str) -> usize {
    let written = needle.replace(".html", ".md");
    let found = [written.as_str(), needle].into_iter().find_map(|needle| page.text.find(needle));
    page.line(found.unwrap_or(0))
}

fn has_scheme(address: &str) -> bool {
    address.split(['/', '#', '?']).next().is_some_and(|start| start.contains(':'))
        || address.starts_with("//")
}

fn is_remote(address: &str) -> bool {
    has_scheme(address) && !address.starts_with("data:")
}

fn read(html: &str) -> Rendered {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Reader::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Collects from the tags of a page.
#[derive(Default)]
struct Reader(RefCell<Rendered>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        self.0.borrow_mut().add(&tag);
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Rendered {
    fn add(&mut self, tag: &Tag) {
        for attribute in &tag.attrs {
            let value = attribute.value.to_string();
            match (&*tag.name, &*attribute.name.local) {
                (_, "id") if !self.ids.insert(value.clone()) => self.twice.push(value),
                ("a" | "area", "href" | "xlink:href") => self.links.push(value),
                (_, "src" | "href" | "xlink:href" | "data" | "poster" | "srcset") => self.loads.push(value),
                (_, "style") if value.contains("url(") => self.loads.extend(urls(&value)),
                _ => {}
            }
        }
    }
}

/// The addresses in `url(…)` of a style.
fn urls(style: &str) -> Vec<String> {
    let inside = style.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    inside.map(|address| address.trim_matches(['"', '\'', ' ']).to_owned()).collect()
}

/// Addresses on the network in the style sheets of the book's own theme; `root` is the workspace.
///
/// # Errors
/// If one of them can't be read.
pub(crate) fn check_styles(root: &Path) -> Result<Vec<Problem>> {
    let theme = Path::new("book/theme");
    let mut problems = Vec::new();
    let entries = fs::read_dir(root.join(theme)).into_iter().flatten();
    for path in entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()? {
        if path.extension().is_some_and(|extension| extension == "css") {
            let text =
                fs::read_to_string(&path).with_context(|| format!("{} can't be read", path.display()))?;
            for (line, number) in text.lines().zip(1..) {
                let remote = urls(line).into_iter().filter(|address| is_remote(address));
                let file = theme.join(path.file_name().unwrap_or_default());
                problems.extend(remote.map(|address| {
                    Problem::new(&file, number, format!("{address} would be loaded from the network"))
                }));
            }
        }
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered() -> HashMap<PathBuf, Rendered> {
        let pages = [("a.html", "<h1 id=top></h1>"), ("deep/b.html", "<p id=here>")];
        pages.into_iter().map(|(path, html)| (path.into(), read(html))).collect()
    }

    #[test]
    fn a_link_must_lead_to_a_page_and_an_id() {
        let dead = |from: &str, link: &str| dead(Path::new("nowhere"), Path::new(from), link, &rendered());
        assert_eq!(dead("a.md", "#top"), None);
        assert_eq!(dead("a.md", "deep/b.html#here"), None);
        assert_eq!(dead("deep/b.md", "../a.html#top"), None);
        assert_eq!(dead("a.md", "c.html").unwrap(), "the link to c.html is dead: there is no such page");
        assert_eq!(
            dead("a.md", "deep/b.html#x").unwrap(),
            "the link to deep/b.html#x is dead: nothing has the id \"x\" there"
        );
        assert_eq!(dead("a.md", "#x").unwrap(), "the link to #x is dead: nothing has the id \"x\" there");
    }

    #[test]
    fn what_a_browser_loads_is_told_from_what_a_reader_follows() {
        let page = read(
            "<a href='https://x.org/paper'>p</a><img src='https://x.org/i.png'><p style='background:url(http://y.org/z)'><script>'<img src=no>'</script>",
        );
        assert_eq!(page.links, ["https://x.org/paper"]);
        assert_eq!(page.loads, ["https://x.org/i.png", "http://y.org/z"]);
        assert!(
            is_remote("https://x.org")
                && is_remote("//x.org/a.js")
                && !is_remote("theme/a.css")
                && !is_remote("data:image/png;base64,")
        );
    }

    #[test]
    fn an_id_that_is_used_twice_is_seen() {
        assert_eq!(read("<p id=a><b id=a>").twice, ["a"]);
    }

    #[test]
    fn a_problem_is_placed_where_the_link_is_written() {
        let page = Page::new(Path::new("src"), Path::new("a.md"), "one\n[two](b.md#c)\n");
        assert_eq!(line_of(&page, "b.html#c"), 2);
    }
}
