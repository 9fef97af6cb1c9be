//! The book on paper: its printable page, made into a PDF file by a browser that is there.

use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

/// Browsers that can print without a window, by the names of their programs.
const BROWSERS: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The whole book as one page, which mdBook makes.
pub(crate) const PAGE: &str = "print.html";

/// A browser that prints into a file.
#[derive(Debug)]
pub struct Printer {
    browser: &'static str,
    file: PathBuf,
}

impl Printer {
    /// Finds a browser, and tries whether the file can be written: the book is made only then, which takes a while.
    ///
    /// # Errors
    /// If no browser is found, or the file can't be written.
    pub fn find(file: &Path) -> Result<Self> {
        let here = |browser: &&str| Command::new(browser).arg("--version").output().is_ok();
        let Some(browser) = BROWSERS.into_iter().find(here) else {
            bail!(
                "a PDF needs Chromium, Chrome or Edge, and none of them was found: install one, or open {PAGE} of the \
                 book in your browser and print it"
            );
        };
        Ok(Self { browser, file: writable(file)? })
    }

    /// Prints the book that was made into `folder`.
    ///
    /// # Errors
    /// If the browser doesn't.
    pub fn print(&self, folder: &Path) -> Result<()> {
        let page = absolute(folder)?.join(PAGE);
        let mut printed = self.run(&page, &[])?;
        if !printed.status.success() {
            // In a container, or as root, a browser starts only without its sandbox. The page is our own.
            printed = self.run(&page, &["--no-sandbox"])?;
        }
        if !printed.status.success() {
            bail!("{} didn't print: {}", self.browser, String::from_utf8_lossy(&printed.stderr).trim());
        }
        Ok(())
    }

    fn run(&self, page: &Path, more: &[&str]) -> Result<Output> {
        let mut browser = Command::new(self.browser);
        browser.args([
            "--headless",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
        ]);
        browser.args(more).arg(format!("--print-to-pdf={}", self.file.display()));
        let printed = browser.arg(format!("file://{}", page.display())).output();
        printed.with_context(|| format!("{} can't be started", self.browser))
    }
}

/// A file that can be written, from anywhere. What is there already stays until there is a new one.
///
/// # Errors
/// If it can't be.
pub(crate) fn writable(file: &Path) -> Result<PathBuf> {
    let file = absolute(file)?;
    let opened = fs::OpenOptions::new().append(true).create(true).open(&file);
    opened.with_context(|| format!("{} can't be written", file.display()))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_printed_where_a_browser_is_and_a_sentence_where_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let (page, file) = (folder.path().join(PAGE), folder.path().join("book.pdf"));
        fs::write(page, "<h1>The book</h1>").unwrap();
        match Printer::find(&file) {
            Ok(printer) => {
                printer.print(folder.path()).unwrap();
                assert!(fs::read(&file).unwrap().starts_with(b"%PDF"));
            }
            Err(none) => assert!(none.to_string().starts_with("a PDF needs Chromium"), "{none}"),
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_is_said_before_the_book_is_made() {
        let said = Printer::find(Path::new("/nowhere/at/all/book.pdf")).unwrap_err().to_string();
        assert!(
            said.starts_with("a PDF needs Chromium") || said.contains("book.pdf can't be written"),
            "{said}"
        );
    }
}
