//! Lists that only grow, and copies of them that cost next to nothing.
//!
//! The tail appends while pages read. A reader holds a copy of the list as it stood; the copy shares
//! every full segment with the writer's list, and only the last, short segment is ever copied.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

/// Elements in a segment: what one append copies at most.
const SEGMENT: usize = 4096;

/// A list of small values.
#[derive(Clone, Debug)]
pub(crate) struct Growing<T> {
    full: Arc<Vec<Arc<[T]>>>,
    last: Arc<Vec<T>>,
}

impl<T> Default for Growing<T> {
    fn default() -> Self {
        Self { full: Arc::default(), last: Arc::default() }
    }
}

impl<T: Copy> Growing<T> {
    pub fn len(&self) -> usize {
        self.full.len() * SEGMENT + self.last.len()
    }

    pub fn get(&self, place: u32) -> Option<T> {
        let place = place as usize;
        match self.full.get(place / SEGMENT) {
            Some(segment) => segment.get(place % SEGMENT).copied(),
            None => self.last.get(place - self.full.len() * SEGMENT).copied(),
        }
    }

    pub fn push(&mut self, value: T) {
        let last = Arc::make_mut(&mut self.last);
        last.push(value);
        if last.len() == SEGMENT {
            let segment = std::mem::take(last);
            Arc::make_mut(&mut self.full).push(segment.into());
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.full.iter().flat_map(|s| s.iter()).chain(self.last.iter()).copied()
    }
}

impl<T: Copy> FromIterator<T> for Growing<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut list = Self::default();
        values.into_iter().for_each(|v| list.push(v));
        list
    }
}

/// A list of texts, packed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    full: Arc<Vec<Arc<Segment>>>,
    last: Arc<Segment>,
}

#[derive(Clone, Debug, Default)]
struct Segment {
    text: String,
    ends: Vec<u32>,
}

impl Segment {
    fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)? as usize;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

impl Texts {
    pub fn len(&self) -> usize {
        self.full.len() * SEGMENT + self.last.ends.len()
    }

    pub fn get(&self, place: u32) -> Option<&str> {
        let place = place as usize;
        match self.full.get(place / SEGMENT) {
            Some(segment) => segment.get(place % SEGMENT),
            None => self.last.get(place - self.full.len() * SEGMENT),
        }
    }

    fn push(&mut self, text: &str) {
        let last = Arc::make_mut(&mut self.last);
        last.text.push_str(text);
        last.ends.push(last.text.len() as u32);
        if last.ends.len() == SEGMENT {
            let mut segment = std::mem::take(last);
            segment.text.shrink_to_fit();
            Arc::make_mut(&mut self.full).push(Arc::new(segment));
        }
    }
}

/// Texts by number, the first being 1: 0 stands for none. The writer's side.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    texts: Texts,
    /// Open addressing; 0 is free. Twice as many slots as texts, or more.
    slots: Vec<u32>,
}

impl Interner {
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    pub fn number(&mut self, text: &str) -> u32 {
        if self.slots.len() < (self.texts.len() + 1) * 2 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = xxh3_64(text.as_bytes()) as usize & mask;
        while let Some(&number) = self.slots.get(slot) {
            if number == 0 {
                break;
            }
            if self.texts.get(number - 1) == Some(text) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        self.texts.push(text);
        let number = self.texts.len() as u32;
        if let Some(free) = self.slots.get_mut(slot) {
            *free = number;
        }
        number
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        let mask = size - 1;
        let mut slots = vec![0u32; size];
        for place in 0..self.texts.len() as u32 {
            let text = self.texts.get(place).unwrap_or_default();
            let mut slot = xxh3_64(text.as_bytes()) as usize & mask;
            while slots.get(slot).is_some_and(|n| *n != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = place + 1;
            }
        }
        self.slots = slots;
    }
}

/// A short list of words by code, for kinds, channels and units. Copied whole when it grows.
#[derive(Clone, Debug)]
pub(crate) struct Codes<T> {
    list: Vec<T>,
    codes: HashMap<T, u16>,
}

impl<T> Default for Codes<T> {
    fn default() -> Self {
        Self { list: Vec::new(), codes: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Codes<T> {
    pub fn list(&self) -> &[T] {
        &self.list
    }

    pub fn at(&self, code: u16) -> Option<&T> {
        self.list.get(usize::from(code))
    }

    pub fn code<Q: ?Sized + Eq + Hash>(&self, word: &Q) -> Option<u16>
    where
        T: std::borrow::Borrow<Q>,
    {
        self.codes.get(word).copied()
    }

    /// The code of a word, new if need be; `None` when there is no room for another.
    pub fn add(&mut self, word: T, most: u16) -> Option<u16> {
        if let Some(code) = self.codes.get(&word) {
            return Some(*code);
        }
        let code = u16::try_from(self.list.len()).ok().filter(|code| *code < most)?;
        self.list.push(word.clone());
        self.codes.insert(word, code);
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_stays_as_it_was_while_the_list_grows() {
        let mut list: Growing<u32> = (0..SEGMENT as u32 - 1).collect();
        let copy = list.clone();
        for n in SEGMENT as u32 - 1..3 * SEGMENT as u32 {
            list.push(n);
        }
        assert_eq!((copy.len(), list.len()), (SEGMENT - 1, 3 * SEGMENT));
        assert!(list.iter().eq(0..3 * SEGMENT as u32));
        assert_eq!(copy.get(SEGMENT as u32 - 1), None);
        assert_eq!(list.get(2 * SEGMENT as u32 + 7), Some(2 * SEGMENT as u32 + 7));
    }

    #[test]
    fn a_text_has_one_number_for_ever() {
        let mut interner = Interner::default();
        let name = |n: u32| format!("idea/{n}");
        for n in 0..20_000 {
            assert_eq!(interner.number(&name(n)), n + 1);
        }
        for n in (0..20_000).rev() {
            assert_eq!(interner.number(&name(n)), n + 1);
            assert_eq!(interner.texts().get(n), Some(name(n).as_str()));
        }
        assert_eq!(interner.number(""), 20_001);
    }
}
