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
/// these pieces end where its words end too, so that each can be looked at on its own.
pub(crate) fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let piece;
        (piece, text) = text.split_at(end_of_piece(text));
        (!piece.is_empty()).then_some(piece)
    })
}

const PIECE: usize = 1 << 14;

/// The first end of a line after enough bytes that stands alone between two words; or else the
/// end of the text.
fn end_of_piece(text: &str) -> usize {
    let is_sign = |sign: Option<char>| sign.is_some_and(|sign| !sign.is_whitespace());
    let ends = text.match_indices('\n').map(|(place, _)| place);
    let mut ends = ends.filter(|&end| end >= PIECE);
    let is_alone = |&end: &usize| {
        is_sign(text[..end].chars().next_back()) && is_sign(text[end + 1..].chars().next())
    };
    ends.find(is_alone).map_or(text.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_the_text_and_have_its_tokens() {
        let lines =
            "the cat sat\n  on the mat \n\n\n\tand it's 12 o'clock\n\nthe end\nof it\n";
        let text = lines.repeat(2000);
        let all: Vec<&str> = pieces(&text).collect();
        assert!(all.len() > 3 && all.concat() == text);
        assert_eq!(pieces("").count(), 0);
        let pairs = learn(&text, 300).unwrap();
        let tokens =
            |text: &str| pairs.encode_fast(text, false).unwrap().get_ids().to_vec();
        let in_pieces: Vec<u32> = all.iter().flat_map(|piece| tokens(piece)).collect();
        assert_eq!(in_pieces, tokens(&text));
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
