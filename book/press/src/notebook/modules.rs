//! The files that an example consists of.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The file with `main`, and the modules that it and they are made of, relative to the workspace in `root`.
pub(super) fn files(root: &Path, main: &Path) -> Vec<PathBuf> {
    let mut found = vec![main.to_owned()];
    let mut next = 0;
    while let Some(file) = found.get(next).cloned() {
        let text = fs::read_to_string(root.join(&file)).unwrap_or_default();
        for places in modules(&text, &file, next == 0) {
            let module = places.into_iter().find(|place| root.join(place).is_file());
            if let Some(module) = module.filter(|module| !found.contains(module)) {
                found.push(module);
            }
        }
        next += 1;
    }
    found
}

/// For each `mod name;` of a file the places where it can be.
fn modules(text: &str, file: &Path, is_root: bool) -> Vec<Vec<PathBuf>> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let beside = is_root || file.file_name().is_some_and(|name| name == "mod.rs");
    let inside = if beside { folder.to_owned() } else { file.with_extension("") };
    let (mut found, mut named) = (Vec::new(), None);
    for line in text.lines().map(str::trim) {
        if let Some(path) = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]")) {
            named = Some(plain(&folder.join(path)));
        } else if let Some(name) = module(line) {
            found.push(match named.take() {
                Some(path) => vec![path],
                None => vec![inside.join(format!("{name}.rs")), inside.join(name).join("mod.rs")],
            });
        }
    }
    found
}

/// The name in `mod name;`, whoever may see it.
fn module(line: &str) -> Option<&str> {
    let (before, name) = line.strip_suffix(';')?.split_once("mod ")?;
    let is_module = before.is_empty() || before.starts_with("pub");
    (is_module && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')).then_some(name)
}

/// `a/../b` as `b`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn an_example_has_the_files_of_its_modules() {
        let root = Workspace::find().unwrap().root;
        let names = |main: &str| -> Vec<String> {
            let files = files(&root, Path::new(main));
            files.iter().map(|file| file.to_string_lossy().replace('\\', "/")).collect()
        };
        let folder = "chapters/07-training-loss/examples";
        assert_eq!(
            names(&format!("{folder}/reaching_the_floor/main.rs")),
            [
                "reaching_the_floor/main.rs",
                "reaching_the_floor/heads.rs",
                "reaching_the_floor/keep.rs",
                "reaching_the_floor/surprise.rs",
                "wood/mod.rs"
            ]
            .map(|file| format!("{folder}/{file}"))
        );
        let alone = "chapters/01-attention/examples/one_query.rs";
        assert_eq!(names(alone), [alone]);
    }

    #[test]
    fn a_module_is_where_rust_looks_for_it() {
        let places = |file: &str, is_root| modules("pub(crate) mod b;\n", Path::new(file), is_root);
        assert_eq!(places("e/a.rs", true), [["e/b.rs", "e/b/mod.rs"].map(PathBuf::from)]);
        assert_eq!(places("e/a.rs", false), [["e/a/b.rs", "e/a/b/mod.rs"].map(PathBuf::from)]);
        assert_eq!(places("e/a/mod.rs", false), [["e/a/b.rs", "e/a/b/mod.rs"].map(PathBuf::from)]);
        let named = modules("#[path = \"../w/mod.rs\"]\nmod w;\nlet mod x;\n", Path::new("e/m.rs"), true);
        assert_eq!(named, [[PathBuf::from("w/mod.rs")]]);
    }
}
