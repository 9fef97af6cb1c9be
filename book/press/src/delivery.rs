//! A finished book on its way into a folder of somebody's: nothing is overwritten there that no book has written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The list of what the book has put into the folder, a file a line.
const LIST: &str = ".made-by-glassgpt";

/// What was put into a folder before.
#[derive(Debug)]
pub(crate) struct Delivery<'a> {
    folder: &'a Path,
    earlier: BTreeSet<PathBuf>,
}

impl<'a> Delivery<'a> {
    /// # Errors
    /// If there are pages in the folder that no book has put there. Other files (a `.git`, say) are in nobody's way.
    pub(crate) fn into(folder: &'a Path) -> Result<Self> {
        ensure!(
            folder.is_dir() || !folder.exists(),
            "{} is not a folder: give --out a new one",
            folder.display()
        );
        let list = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
        let delivery = Self { folder, earlier: list.lines().map(PathBuf::from).collect() };
        delivery.check(Path::new("index.html"))?; // before the book is made, which takes its time
        Ok(delivery)
    }

    /// # Errors
    /// If a file is there that is not the book's.
    fn check(&self, file: &Path) -> Result<()> {
        let there = self.folder.join(file);
        ensure!(
            self.earlier.contains(file) || !there.exists(),
            "{} is not this book's, and would be overwritten: move it away, or give --out a new folder",
            there.display()
        );
        Ok(())
    }

    /// Puts a finished book there, in the place of the one before.
    ///
    /// # Errors
    /// If one of its files has the name of one that was not the book's, before anything is written; if one can't be
    /// written.
    pub(crate) fn put(mut self, book: &Path) -> Result<()> {
        let files = files(book)?;
        files.iter().try_for_each(|file| self.check(file))?;
        let gone: Vec<PathBuf> = self.earlier.difference(&files).cloned().collect();
        self.earlier.extend(files.iter().cloned());
        self.write_list()?; // first: what is written after it is known to be the book's, however far that gets
        for file in &files {
            let (from, to) = (book.join(file), self.folder.join(file));
            let place = to.parent().unwrap_or(self.folder);
            let copied = fs::create_dir_all(place).and_then(|()| fs::copy(&from, &to));
            copied.with_context(|| format!("{} can't be written", to.display()))?;
        }
        for file in gone {
            let _ = fs::remove_file(self.folder.join(&file)); // a page of an earlier book
            self.earlier.remove(&file);
        }
        self.write_list()
    }

    fn write_list(&self) -> Result<()> {
        let lines: String = self.earlier.iter().map(|file| format!("{}\n", file.display())).collect();
        let written = fs::create_dir_all(self.folder).and_then(|()| fs::write(self.folder.join(LIST), lines));
        written.with_context(|| format!("{} can't be written", self.folder.display()))
    }
}

/// The files of a folder and below it, as paths from there.
fn files(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let (mut found, mut folders) = (BTreeSet::new(), vec![PathBuf::new()]);
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                found.insert(path);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) {
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), text).unwrap();
    }

    #[test]
    fn only_what_a_book_has_written_is_overwritten() {
        let (dir, book) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let out = dir.path().join("new/out");
        let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
        write(book.path(), "index.html", "first");
        write(book.path(), "css/page.css", "p {}");
        Delivery::into(&out).unwrap().put(book.path()).unwrap();
        assert_eq!((read("index.html"), read("css/page.css")), ("first".into(), "p {}".into()));
        // A later book, with a page less and one more; a file of somebody's stays.
        write(&out, "notes.txt", "mine");
        write(book.path(), "index.html", "second");
        write(book.path(), "more.html", "more");
        fs::remove_file(book.path().join("css/page.css")).unwrap();
        Delivery::into(&out).unwrap().put(book.path()).unwrap();
        assert_eq!((read("index.html"), read("notes.txt")), ("second".into(), "mine".into()));
        assert!(!out.join("css/page.css").exists());
        // One that would now be in the way is named, and nothing is written.
        write(book.path(), "notes.txt", "the book's");
        write(book.path(), "index.html", "third");
        let said = Delivery::into(&out).unwrap().put(book.path()).unwrap_err().to_string();
        assert!(
            said.contains("notes.txt is not this book's, and would be overwritten: move it away"),
            "{said}"
        );
        assert_eq!((read("index.html"), read("notes.txt")), ("second".into(), "mine".into()));
    }

    #[test]
    fn a_folder_with_pages_of_somebodys_is_refused_at_once() {
        let out = tempfile::tempdir().unwrap();
        write(out.path(), ".git", "gitdir: elsewhere");
        Delivery::into(out.path()).unwrap();
        write(out.path(), "index.html", "mine");
        for place in [out.path().to_owned(), out.path().join("index.html")] {
            let said = Delivery::into(&place).unwrap_err().to_string();
            assert!(said.contains("give --out a new"), "{said}");
        }
    }
}
