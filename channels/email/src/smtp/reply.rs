//! What a server answers: three digits, perhaps an enhanced code, and words for people.

/// Bytes of one line, and lines of one answer: more is no server of letters.
pub const LONGEST_LINE: usize = 2_000;
pub const MOST_LINES: usize = 100;
/// Letters of the words that are kept.
const KEPT: usize = 500;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    pub code: u16,
    /// `5.7.1`, where there is one.
    pub enhanced: Option<(u8, u16, u16)>,
    /// The lines, without codes, on one line each.
    pub words: String,
}

impl Reply {
    /// Of whole lines, without their ends. None while more are to come.
    ///
    /// # Errors
    /// What is no answer at all.
    pub(super) fn of(lines: &[String]) -> Result<Option<Self>, ()> {
        let Some(last) = lines.last() else { return Ok(None) };
        let code: u16 = last.get(..3).and_then(|c| c.parse().ok()).ok_or(())?;
        if !(200..600).contains(&code) {
            return Err(());
        }
        match last.as_bytes().get(3) {
            Some(b'-') => return Ok(None),
            None | Some(b' ') => {}
            Some(_) => return Err(()),
        }
        let words: Vec<&str> = lines.iter().filter_map(|l| l.get(4..)).map(str::trim).collect();
        let first = words.last().copied().unwrap_or_default();
        let enhanced = first.split_whitespace().next().and_then(enhanced);
        let words = words.join("\n");
        let printable = words.chars().filter(|c| *c == '\n' || !c.is_control());
        Ok(Some(Self { code, enhanced, words: printable.take(KEPT).collect() }))
    }

    /// As it is kept and shown: `550 5.1.1 no such user`.
    pub fn text(&self) -> String {
        format!("{} {}", self.code, self.words.replace('\n', " ")).trim().to_owned()
    }

    pub fn is_good(&self) -> bool {
        (200..400).contains(&self.code)
    }

    pub fn is_for_now(&self) -> bool {
        (400..500).contains(&self.code)
    }

    /// The enhanced code as text, where there is one.
    pub fn status(&self) -> Option<String> {
        self.enhanced.map(|(a, b, c)| format!("{a}.{b}.{c}"))
    }
}

/// `5.1.1`.
pub fn enhanced(text: &str) -> Option<(u8, u16, u16)> {
    let mut parts = text.trim().split('.');
    let class: u8 = parts.next()?.parse().ok()?;
    let (subject, detail) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let good = matches!(class, 2 | 4 | 5) && parts.next().is_none();
    good.then_some((class, subject, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Result<Option<Reply>, ()> {
        let lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
        Reply::of(&lines)
    }

    #[test]
    fn an_answer_may_have_several_lines() {
        assert_eq!(of(&["250-mail.example", "250-PIPELINING"]), Ok(None));
        let reply = of(&["250-mail.example", "250 SIZE 100"]).unwrap().unwrap();
        assert_eq!((reply.code, reply.words.as_str()), (250, "mail.example\nSIZE 100"));
        let reply = of(&["550 5.1.1 <a@b.de> no such user"]).unwrap().unwrap();
        assert_eq!(reply.status().as_deref(), Some("5.1.1"));
        assert_eq!(reply.text(), "550 5.1.1 <a@b.de> no such user");
        assert_eq!(of(&["250"]).unwrap().unwrap().words, "");
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for wrong in ["HTTP/1.1 400 Bad", "+OK", "99 x", "2500", "600 x", "25", "250x", "é50 x", ""]
        {
            assert!(of(&[wrong]).is_err(), "{wrong}");
        }
        assert_eq!(enhanced("5.1"), None);
        assert_eq!(enhanced("3.1.1"), None);
        assert_eq!(enhanced("5.1.1.1"), None);
    }
}
