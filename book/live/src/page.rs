//! How a page asks: it writes a question into [`room`], calls [`ask`], and reads the answer at [`answer`].
//!
//! Three functions with numbers are all that WebAssembly needs, so there is no generator of bindings to compile.

use std::cell::RefCell;

use crate::Live;

thread_local! {
    static LIVE: RefCell<Live> = RefCell::default();
    static QUESTION: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The address of room for a question of so many bytes, to be written by the page.
#[expect(unsafe_code, reason = "the page calls it by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    QUESTION.with_borrow_mut(|question| {
        question.clear();
        question.resize(bytes, 0);
        question.as_mut_ptr()
    })
}

/// Answers the question in the room; returns how many bytes the answer has.
#[expect(unsafe_code, reason = "the page calls it by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> usize {
    let question = QUESTION.take();
    let answer = LIVE.with_borrow_mut(|live| live.answer(&String::from_utf8_lossy(&question)));
    ANSWER.replace(answer);
    ANSWER.with_borrow(String::len)
}

/// The address of the answer.
#[expect(unsafe_code, reason = "the page calls it by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}
