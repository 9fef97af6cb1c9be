//! Byte pairs learnt from a text, as GPT-2's were from its own.

use anyhow::{Error, Result};
use tokenizers::models::TrainerWrapper;
use tokenizers::models::bpe::{BPE, BpeTrainer};
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::{AddedToken, Tokenizer};

use super::{END_OF_TEXT, around};

/// At most `vocab` tokens: the end of a text, the 256 bytes, and then the pair that occurs most
/// often, again and again, as long as one occurs twice. The same text gives the same tokens.
///
/// # Errors
/// If the library can't learn from it.
pub(crate) fn learn(text: &str, vocab: usize) -> Result<Tokenizer> {
    let trainer = BpeTrainer::builder()
        .vocab_size(vocab)
        .min_frequency(2)
        .special_tokens(vec![AddedToken::from(END_OF_TEXT, true)])
        .initial_alphabet(ByteLevel::alphabet().into_iter().collect())
        .show_progress(false)
        .build();
    let mut pairs = around(BPE::default());
    pairs
        .train(&mut TrainerWrapper::BpeTrainer(trainer), pieces(text))
        .map_err(Error::from_boxed)?;
    Ok(pairs)
}

/// The text in pieces of a few thousand characters: GPT-2 cuts a text into words first, and
/// no word goes on where white space follows a sign, so each piece can be looked at alone.
pub(crate) fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let piece;
        (piece, text) = text.split_at(end_of_piece(text));
        (!piece.is_empty()).then_some(piece)
    })
}

const PIECE: usize = 1 << 14;

/// The first end of a line after enough bytes, if there is one soon; or the first space.
/// (An added token may be two words, which seldom stand on two lines.)
fn end_of_piece(text: &str) -> usize {
    let after_a_sign = |place: usize| {
        text[..place].chars().next_back().is_some_and(|sign| !sign.is_whitespace())
    };
    let gaps = text.match_indices(char::is_whitespace);
    let mut gaps = gaps.filter(|&(place, _)| place >= PIECE && after_a_sign(place));
    let mut soon = gaps.clone().take_while(|&(place, _)| place < 16 * PIECE);
    let end_of_line = soon.find(|&(_, gap)| gap == "\n" || gap == "\r");
    end_of_line.or_else(|| gaps.next()).map_or(text.len(), |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_the_text_and_have_its_tokens() {
        let lines =
            "the cat sat\n  on the mat \n\n\n\tand it's 12 o'clock\n\nthe end\nof it\n";
        // As it is, from Windows, with an empty line between all lines, and on a single line.
        for (from, to) in [("", ""), ("\n", "\r\n"), ("\n", "\n\n"), ("\n", " ")] {
            let text = lines.replace(from, to).repeat(4000);
            let all: Vec<&str> = pieces(&text).collect();
            assert!(all.len() > 3 && all.concat() == text, "{to:?}");
            let pairs = learn(&text, 300).unwrap();
            let tokens =
                |text: &str| pairs.encode_fast(text, false).unwrap().get_ids().to_vec();
            let in_pieces: Vec<u32> = all.iter().flat_map(|piece| tokens(piece)).collect();
            assert_eq!(in_pieces, tokens(&text), "{to:?}");
        }
        assert_eq!(pieces("").count(), 0);
    }

    #[test]
    fn what_occurs_most_often_becomes_one_token() {
        let text = "banana bandana\n".repeat(100);
        let pairs = learn(&text, 262).unwrap();
        assert_eq!(pairs.get_vocab_size(true), 262);
        let entries = pairs.get_vocab(true);
        assert!(entries[END_OF_TEXT] == 0 && entries.contains_key("an"), "{entries:?}");
        assert_eq!(learn(&text, 262).unwrap().get_vocab(true), entries);
        // No pair is left that occurs twice: there are fewer tokens than were asked for.
        assert!(learn("abab", 1000).unwrap().get_vocab_size(true) < 262);
    }
}
