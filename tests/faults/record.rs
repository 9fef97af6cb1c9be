//! What the tests of faults have counted, for the page "How we know".

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// Two test programs come here, and each leaves the other's rows as they are.
static FILE: Mutex<()> = Mutex::new(());

/// A row of `tests/evidence/faults.md`, if `GLASSGPT_RECORD=1`.
pub(crate) fn record(what: &str, count: usize, happened: &str) {
    if std::env::var_os("GLASSGPT_RECORD").is_none() {
        return;
    }
    let _alone = FILE.lock();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evidence");
    let old = fs::read_to_string(folder.join("faults.md")).unwrap_or_default();
    let named = |row: &str| Some((row.split('|').nth(1)?.trim().to_owned(), format!("{row}\n")));
    let mut rows: BTreeMap<String, String> = old.lines().skip(2).filter_map(named).collect();
    rows.insert(what.to_owned(), format!("| {what} | {} | {happened} |\n", thin(count)));
    let head = "| what was done to a run | how often | what happened |\n|---|---:|---|\n".to_owned();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("faults.md"), rows.into_values().fold(head, |table, row| table + &row)).unwrap();
}

/// 12480 as "12 480".
pub(crate) fn thin(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{} {:03}", thin(number / 1000), number % 1000) }
}
