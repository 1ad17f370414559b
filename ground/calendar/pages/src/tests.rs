//! Stories of the page, over HTTP.

use deedwell_testing::{KeyTo, Setting, World};
use deedwell_web::Role;

async fn worlds() -> Vec<World> {
    let mut setting = Setting::default().and(crate::routes, crate::MESSAGES);
    setting.migrations = vec![deedwell_calendar::MIGRATIONS];
    setting.worlds().await
}

const WEEK: &str = "zone=Europe%2FLondon&monday=9-12%2C13-17&tuesday=&wednesday=9-17&thursday=9-17&friday=9-17&saturday=&sunday=";

#[tokio::test]
async fn hours_and_holidays_are_set_and_shown_ahead() {
    for world in worlds().await {
        let mary = world.staff("Mary Hopper", Role::Manager);
        let page = mary.reads("/console/calendar").await;
        assert!(page.says("Somebody is here now.") && page.says("No special days to come"));
        assert!(page.says("Wed 18 Nov, 13:00"), "four business hours from nine: {}", page.text());
        assert_eq!(mary.posts("/console/calendar/hours", WEEK).await.status(), 303);
        let wrong = mary.posts("/console/calendar/hours", "zone=Nowhere&monday=9-17").await;
        assert_eq!(wrong.status(), 422);
        let wrong = mary.posts("/console/calendar/hours", "zone=UTC&monday=nine").await;
        assert!(wrong.html().contains("value=\"nine\"") && wrong.says("nine"));
        let day = "day=2026-11-19&name=Stocktaking&day_hours=";
        assert_eq!(mary.posts("/console/calendar/days", day).await.status(), 303);
        let page = mary.reads("/console/calendar").await;
        assert!(
            page.says("09:00-12:00, 13:00-17:00")
                || page.html().contains("09:00-12:00, 13:00-17:00")
        );
        assert!(page.says("Stocktaking") && page.says("Fri 20 Nov, 17:00"));
        let feed = "feed_name=England&feed=BEGIN:VCALENDAR%0ABEGIN:VEVENT%0ADTSTART%3BVALUE%3DDATE:20261225%0ASUMMARY:Christmas%0AEND:VEVENT%0ABEGIN:VEVENT%0ADTSTART:20261224T120000%0ASUMMARY:Lunch%0AEND:VEVENT%0A";
        let taken = mary.posts("/console/calendar/feeds", feed).await;
        assert!(
            taken.says("These were left out") && taken.says("Lunch") && taken.says("Christmas")
        );
        assert_eq!(mary.posts("/console/calendar/feeds", "feed_name=x&feed=x").await.status(), 422);
        let gone = mary.posts("/console/calendar/feeds/removal", "feed_name=England").await;
        assert_eq!(gone.status(), 303);
        let gone = mary.posts("/console/calendar/days/removal", "day=2026-11-19").await;
        assert_eq!(gone.status(), 303);
        assert!(mary.reads("/console/calendar").await.says("No special days to come"));
        let viewer = world.staff("Kurt", Role::Viewer);
        assert_eq!(viewer.reads("/console/calendar").await.status(), 403);
    }
}

#[tokio::test]
async fn programs_ask_when_something_is_due() {
    for world in worlds().await {
        let api = world.api(KeyTo::Read);
        assert_eq!(api.reads("/api/calendar").await.json()["is_open"], true);
        let due = api.reads("/api/calendar/due?count=2&unit=business_days").await;
        assert_eq!(due.json()["due_at"], "2026-11-20T17:00:00Z");
        assert_eq!(api.reads("/api/calendar/due?count=0&unit=days").await.status(), 422);
        let night = api.reads("/api/calendar?at=2026-11-21T00:00:00Z").await.json();
        assert_eq!(
            (&night["is_open"], &night["opens_at"]),
            (&false.into(), &"2026-11-23T09:00:00Z".into())
        );
    }
}
