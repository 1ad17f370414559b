//! Stories of people.

use crate::look::tests::World;

#[tokio::test]
async fn the_list_runs_by_what_people_did() {
    let world = World::lively().await;
    let page = world.reads("owner", "/console/people").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let place =
        |name: &str| page.body.find(name).unwrap_or_else(|| panic!("{name}: {}", page.body));
    assert!(place(">Yusuf Demir<") < place(">Greta Oyelaran<"));
    assert!(place(">Greta Oyelaran<") < place(">Maren Okafor<"));
    assert!(page.body.contains("Nameless ") && page.body.contains("5 people."));
    assert!(
        page.body.contains("data-l=\"Spent\"") && page.body.contains("aria-sort=\"descending\"")
    );
    let spent = world.reads("owner", "/console/people?sort=spent").await;
    assert!(spent.body.find(">Maren Okafor<") < spent.body.find(">Greta Oyelaran<"));
    let named = world.reads("owner", "/console/people?sort=name&page=9").await;
    assert_eq!(named.status, 200);
    assert!(named.body.find(">Greta Oyelaran<") < named.body.find(">Yusuf Demir<"));
}

#[tokio::test]
async fn filters_narrow_and_say_so() {
    let world = World::lively().await;
    let found = world.reads("owner", "/console/people?q=person1%40shop.example&tag=&unit=").await;
    assert!(found.body.contains("Yusuf Demir") && !found.body.contains("Maren Okafor"));
    let seen = world.reads("owner", "/console/people?seen=24h").await;
    assert!(seen.body.contains("Maren Okafor") && !seen.body.contains("Nameless"));
    let tagged = world.reads("owner", "/console/people?tag=workshop").await;
    assert!(tagged.body.contains("Maren Okafor") && !tagged.body.contains("Yusuf Demir"));
    let nobody = world.reads("owner", "/console/people?q=zzzz").await;
    assert!(nobody.body.contains("Nobody matches"));
    assert_eq!(world.reads("viewer", "/console/people").await.status, 403);
}

#[tokio::test]
async fn a_fresh_list_says_how_people_come() {
    let world = World::fresh().await;
    let page = world.reads("owner", "/console/people").await;
    assert!(page.body.contains("Nobody yet"), "{}", page.body);
}

#[tokio::test]
async fn a_tag_for_many_can_be_undone_exactly() {
    let world = World::lively().await;
    world.app.clock().advance(60);
    let ids: Vec<String> = world.people.iter().map(|p| format!("shown={p}")).collect();
    let form = format!("tag=Workshop&question=sort%3Dname&all=1&{}", ids.join("&"));
    let done = world.posts("owner", "/console/people/tags", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(done.location.starts_with("/console/people?sort=name&done="), "{}", done.location);
    let page = world.reads("owner", &done.location).await;
    assert!(page.body.contains("4 people now have the tag"), "{}", page.body);
    let sign = done.location.split("done=").nth(1).unwrap();
    let undone =
        world.posts("owner", "/console/people/tags/undo", &format!("done={sign}&question=")).await;
    assert_eq!(undone.status, 303);
    let tagged = world.reads("owner", "/console/people?tag=workshop").await;
    assert!(tagged.body.contains("One person."), "Maren had it before: {}", tagged.body);
    let nobody = world.posts("owner", "/console/people/tags", "tag=x&question=").await;
    assert_eq!(nobody.status, 422);
}

#[tokio::test]
async fn a_view_is_kept_and_forgotten() {
    let world = World::lively().await;
    let kept = world
        .posts("owner", "/console/people/views", "name=Winter+riders&question=tag%3Dworkshop")
        .await;
    assert_eq!((kept.status, kept.location.as_str()), (303, "/console/people?tag=workshop"));
    let page = world.reads("owner", "/console/people?tag=workshop").await;
    assert!(page.body.contains(">Winter riders</a>"));
    let others = world.reads("agent", "/console/people").await;
    assert!(!others.body.contains("Winter riders"), "a view is its keeper's");
    let id = page.body.split("/console/people/views/").nth(1).unwrap().split('/').next().unwrap();
    let removal = format!("/console/people/views/{id}/removal");
    assert_eq!(world.posts("agent", &removal, "").await.status, 404);
    assert_eq!(world.posts("owner", &removal, "").await.status, 303);
}

#[tokio::test]
async fn a_person_has_everything_in_order() {
    let world = World::lively().await;
    let path = format!("/console/people/{}", world.people[0]);
    let page = world.reads("owner", &path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for words in [
        "<h1>Maren Okafor</h1>",
        "Earlier this week",
        "Rent out the good panniers",
        "£86.00",
        "Usually every",
        "Card, Keswick till",
        "they answered a code",
        "Went round the shop",
    ] {
        assert!(page.body.contains(words), "{words} is missing in {}", page.body);
    }
    let ours = world.reads("owner", &format!("{path}?show=we")).await;
    assert!(ours.body.contains("answered an idea") && !ours.body.contains("Voted for an idea"));
    let kind = world
        .reads("owner", &format!("{path}?kind=ideas.voted&from=2026-11-01&to=2026-11-30"))
        .await;
    assert!(kind.body.contains("One entry"), "{}", kind.body);
    assert_eq!(world.reads("owner", &format!("{path}?from=x")).await.status, 422);
    let claimed = world.reads("owner", &format!("/console/people/{}", world.people[1])).await;
    assert!(claimed.body.contains("nobody has shown it"));
    assert!(claimed.body.contains("Nothing bought"));
}

#[tokio::test]
async fn a_name_is_changed_and_noted() {
    let world = World::lively().await;
    let path = format!("/console/people/{}", world.people[3]);
    let renamed = world.posts("agent", &format!("{path}/name"), "name=Alan+Kay").await;
    assert_eq!((renamed.status, renamed.location.as_str()), (303, path.as_str()));
    assert!(world.reads("owner", &path).await.body.contains("<h1>Alan Kay</h1>"));
    let mut tx = world.app.db().read(world.organisation).await.unwrap();
    let find = tx.query(
        "select about, detail from audit where organisation = $1 and deed = 'people.renamed'",
    );
    let row = tx.find(find).await.unwrap().expect("it is in the audit");
    assert!(
        row.text("about").unwrap().starts_with("person/")
            && !row.text("detail").unwrap().contains("Alan")
    );
    assert_eq!(world.posts("viewer", &format!("{path}/name"), "name=x").await.status, 403);
    assert_eq!(world.posts("owner", &format!("{path}/tags"), "tag=vip").await.status, 303);
    assert!(world.reads("owner", &path).await.body.contains(">vip<"));
}

#[tokio::test]
async fn a_test_account_is_marked_said_and_counted_again() {
    let world = World::lively().await;
    let path = format!("/console/people/{}", world.people[3]);
    let mark = async |role: &'static str, is_test: &str| {
        world.posts(role, &format!("{path}/test"), &format!("is_test={is_test}")).await.status
    };
    assert_eq!(mark("viewer", "true").await, 403);
    assert_eq!(mark("agent", "maybe").await, 422);
    assert_eq!(mark("agent", "true").await, 303);
    assert_eq!(mark("agent", "true").await, 303, "nothing changes");
    let page = world.reads("owner", &path).await.body;
    assert!(page.contains("Count again") && page.contains("badge wait"), "{page}");
    assert_eq!(mark("agent", "false").await, 303);
    assert!(world.reads("owner", &path).await.body.contains("Mark as a test account"));
    let mut tx = world.app.db().read(world.organisation).await.unwrap();
    let count = tx.query(
        "select count(*) as n from audit
         where organisation = $1 and deed = 'people.marked_as_test'",
    );
    assert_eq!(tx.one(count).await.unwrap().number("n").unwrap(), 2);
}

#[tokio::test]
async fn exports_are_for_those_who_may_and_are_noted() {
    let world = World::lively().await;
    let csv = world.reads("owner", "/console/people/export?sort=name").await;
    assert!(csv.body.starts_with("id,name,email"), "{}", csv.body);
    assert_eq!(csv.body.lines().count(), 6);
    assert!(csv.headers["content-disposition"].to_str().unwrap().contains("people.csv"));
    assert_eq!(world.reads("agent", "/console/people/export").await.status, 403);
    let json = world.reads("owner", &format!("/console/people/{}/export", world.people[0])).await;
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["person"]["name"], "Maren Okafor");
    assert_eq!(json["actions"].as_array().unwrap().len(), 11);
    for all in ["traits", "consents", "holdings", "accounts", "links"] {
        assert!(json[all].is_array(), "{all}");
    }
    let mut tx = world.app.db().read(world.organisation).await.unwrap();
    let count = tx.query(
        "select count(*) as n from audit where organisation = $1 and deed like 'people.%exported'",
    );
    assert_eq!(tx.one(count).await.unwrap().number("n").unwrap(), 2);
}

#[tokio::test]
async fn the_palette_finds_people_and_pages() {
    let world = World::lively().await;
    let found = world.reads("owner", "/console/find?q=maren").await;
    let found: serde_json::Value = serde_json::from_str(&found.body).unwrap();
    assert_eq!(found[0]["title"], "Maren Okafor");
    let many = world.reads("owner", "/console/find?q=shop.example").await;
    let many: serde_json::Value = serde_json::from_str(&many.body).unwrap();
    let many = many.as_array().unwrap();
    assert_eq!(many.len(), 6);
    assert_eq!(many[5]["href"], "/console/search?q=shop.example");
    assert_eq!(world.reads("viewer", "/console/find?q=maren").await.body, "[]");
}

#[tokio::test]
async fn two_are_made_one_and_two_again() {
    let world = World::lively().await;
    let (maren, greta) = (world.people[0], world.people[4]);
    let both = world.reads("owner", &format!("/console/people/{maren}/merge?with={greta}")).await;
    assert!(both.body.contains("Maren Okafor") && both.body.contains("Greta Oyelaran"));
    let silent = format!("other={greta}&reason=");
    let to = format!("/console/people/{maren}/merge");
    assert_eq!(world.posts("owner", &to, &silent).await.status, 422);
    let said = format!("other={greta}&reason=She+told+me");
    assert_eq!(world.posts("viewer", &to, &said).await.status, 403);
    assert_eq!(world.posts("owner", &to, &said).await.status, 303);
    // Whoever asks for Greta is shown Maren, and the list has one less.
    let gone = world.reads("owner", &format!("/console/people/{greta}")).await;
    assert_eq!((gone.status, gone.location), (303, format!("/console/people/{maren}")));
    let list = world.reads("owner", "/console/people?q=greta").await;
    assert!(list.body.contains("Nobody matches"), "her name is not what stays");
    let why = world.reads("owner", &format!("/console/people/{maren}/why")).await;
    assert!(why.body.contains("She told me") && why.body.contains("They answered a code"));
    let merges = world.reads("owner", "/console/people/merges").await;
    let undo = merges.body.split("action=\"/console/people/merges/").nth(1).unwrap();
    let undo = format!("/console/people/merges/{}", undo.split('"').next().unwrap());
    assert_eq!(world.posts("owner", &undo, "reason=Two+sisters").await.status, 303);
    let back = world.reads("owner", &format!("/console/people/{greta}")).await;
    assert_eq!(back.status, 200);
    let apart = format!("/console/people/{maren}/apart");
    let said = format!("other={greta}&reason=Two+sisters");
    assert_eq!(world.posts("owner", &apart, &said).await.status, 303);
}

#[tokio::test]
async fn the_rules_of_recognition_are_set_by_whoever_sets_settings() {
    let world = World::lively().await;
    let limit = "kind=email&most=3";
    assert_eq!(world.posts("agent", "/console/people/rules", limit).await.status, 403);
    assert_eq!(world.posts("owner", "/console/people/rules", limit).await.status, 303);
    assert_eq!(
        world.posts("owner", "/console/people/rules", "kind=email&most=0").await.status,
        422
    );
    let block = "kind=email&value=Info%40Shop.example";
    assert_eq!(world.posts("owner", "/console/people/rules/blocked", block).await.status, 303);
    let page = world.reads("owner", "/console/people/rules").await;
    assert!(page.body.contains("info@shop.example") && page.body.contains("value=\"3\""));
    let off = "/console/people/rules/blocked/removal";
    assert_eq!(world.posts("owner", off, block).await.status, 303);
    let page = world.reads("owner", "/console/people/rules").await;
    assert!(page.body.contains("None so far"));
}
