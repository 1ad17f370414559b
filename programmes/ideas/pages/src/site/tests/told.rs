//! Who hears what came of an idea.

use std::collections::BTreeSet;

use super::{id, shops};
use crate::stage::Stage;
use crate::{MESSAGES, NOTICES, took_part};

#[tokio::test]
async fn whoever_put_it_forward_voted_or_follows_hears_and_whoever_stopped_does_not() {
    for shop in shops().await {
        let world = &shop.world;
        let [ada, grace, kurt, emmy] =
            ["Ada", "Grace", "Kurt", "Emmy"].map(|name| world.customer(name));
        let idea = shop.idea(&ada, "Lockers at the station").await;
        for somebody in [&grace, &kurt] {
            somebody.posts(&format!("{idea}/votes"), "").await;
        }
        kurt.posts(&format!("{idea}/followers/withdrawal"), "").await;
        emmy.reads(&idea).await;
        shop.moves(&idea, Stage::Planned, "We do it in spring.").await;
        let about = format!("idea/{}", id(&idea));
        let mut tx = shop.tx().await;
        let told: BTreeSet<_> = took_part(&mut tx, &about).await.unwrap().into_iter().collect();
        let due = BTreeSet::from([ada.identity().await, grace.identity().await]);
        assert_eq!(told, due);
        assert!(took_part(&mut tx, "complaint/1").await.unwrap().is_empty());
        let kinds: BTreeSet<String> =
            world.actions().await.into_iter().map(|action| action.name.into_owned()).collect();
        assert!(NOTICES.iter().any(|notice| kinds.contains(notice.kind)), "{kinds:?}");
    }
}

#[test]
fn what_is_told_has_words_and_may_be_shown() {
    for code in ["en", "de"] {
        let of = MESSAGES.iter().filter(|(c, _)| *c == code);
        let keys: BTreeSet<String> =
            of.flat_map(|(_, text)| deedwell_web::i18n::keys(text)).collect();
        for notice in NOTICES {
            let key = format!("told-{}", notice.kind.replace(['.', '_'], "-"));
            assert!(keys.contains(&key), "{key} is missing in {code}");
            assert!(deedwell_ideas::deed::TOLD.contains(&notice.kind), "{}", notice.kind);
        }
    }
}
