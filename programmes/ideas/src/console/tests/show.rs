use super::{at, desks, form};
use crate::stage::Stage;

#[tokio::test]
#[ignore = "writes pages for eyes"]
async fn show() {
    let desk = desks().await.remove(0);
    let w = &desk.world;
    let people: Vec<_> = ["Maren Okafor", "Hanne Lindqvist", "Yusuf Demir", "Siobhán Keane", "Daniel Whitcombe"].map(|n| w.customer(n)).to_vec();
    let mut ideas = vec![];
    let titles = [
        "Let me hand in my old helmet when I buy a new one", "Rent out the good panniers by the week",
        "A pump and a stand outside the workshop, open at night", "Text me when the bike is ready, with what was done",
        "Sunday opening from April to September", "Lockers at the station", "Lockers near the station for wet things",
        "Sell spare parts for racks", "A map of roads that are gritted in winter",
    ];
    for (n, title) in titles.iter().enumerate() {
        let id = desk.puts(&people[n % 5], title).await;
        for voter in people.iter().enumerate().filter(|(i, _)| *i != n % 5 && (*i + n) % 3 != 0) { desk.votes(voter.1, id).await; }
        ideas.push(id);
        w.advance_days([1, 2, 3, 1, 2, 1, 1, 0, 0][n]);
    }
    for (n, tag) in [(0, "safety, workshop"), (1, "hire"), (2, "workshop")] {
        desk.ruth.posts(&at(ideas[n], "tags"), &form(&[("tags", tag)])).await.location();
    }
    let no = [("text", "We tried six Mondays, two people an hour, one to four."), ("stage", "not_now"), ("reason", "Too few came to pay for the staff."), ("revisit_on", "2027-04-01")];
    desk.ruth.posts(&at(ideas[4], "answer"), &form(&no)).await.location();
    desk.moves(ideas[3], Stage::Planned).await;
    let said = [("text", "It is there since this morning: you get the list with the text."), ("stage", "shipped"), ("evidence", "https://fell.example/news")];
    desk.ruth.posts(&at(ideas[3], "answer"), &form(&said)).await.location();
    desk.ruth.posts(&at(ideas[6], "merge"), &format!("into={}", ideas[5])).await.location();
    desk.ruth.posts(&at(ideas[0], "grade"), "grade=4&grade_note=Cheap+and+good").await.location();
    desk.ruth.posts(&at(ideas[0], "comments"), "comment=Which+kinds+would+you+bring%3F").await.location();
    desk.ruth.posts(&at(ideas[0], "notes"), "note=Owain+says+the+recycler+takes+them+by+the+hundred.").await.location();
    let who = desk.who(&people[1]).await;
    let mut tx = desk.tx().await;
    crate::acts::comment(&mut tx, who, ideas[0], "Mine is six years old and I do not dare to throw it away. Would you take skiing helmets too?", None).await.unwrap();
    tx.commit().await.unwrap();
    let p = people[3].person().await.to_string();
    let heard = form(&[("person", &p), ("channel", "phone"), ("note", "“I would bring two at once”")]);
    desk.ruth.posts(&at(ideas[0], "votes"), &heard).await;
    for (kind, amount) in [("cost", "310.00"), ("earned", "1204.50")] {
        let e = form(&[("kind", kind), ("amount", amount), ("basis", "claimed"), ("note", "Texts, by the bill of October")]);
        desk.ruth.posts(&at(ideas[3], "money"), &e).await.location();
    }
    let r = form(&[("title", "Your bike is ready"), ("body", "You asked; here it is."), ("idea", &ideas[3].to_string()), ("publish", "now")]);
    desk.ruth.posts("/console/ideas/releases", &r).await.location();
    let dir = std::path::Path::new("/tmp/show");
    std::fs::create_dir_all(dir).unwrap();
    let wrong = desk.ruth.posts(&at(ideas[0], "answer"), &form(&[("text", "We asked the recycler."), ("stage", "declined")])).await;
    std::fs::write(dir.join("desk-wrong.html"), wrong.bytes()).unwrap();
    let bulk = desk.ruth.posts("/console/ideas/bulk", "verb=tag&tag=x&question=tab%3Dall").await;
    std::fs::write(dir.join("list-wrong.html"), bulk.bytes()).unwrap();
    let done = desk.ruth.posts("/console/ideas/bulk", &form(&[("verb", "tag"), ("tag", "winter"), ("idea", &ideas[8].to_string()), ("question", "tab=all")])).await.location();
    for (name, path) in [
        ("list", "/console/ideas".to_owned()), ("all", done), ("desk", at(ideas[0], "")), ("shipped", at(ideas[3], "")),
        ("no", at(ideas[4], "")), ("merged", at(ideas[6], "")), ("root", at(ideas[5], "")), ("merge", at(ideas[7], &format!("merge?into={}", ideas[1]))),
        ("votes", at(ideas[0], "votes?q=mar")), ("money", at(ideas[3], "money")), ("boards", "/console/ideas/boards".to_owned()),
        ("settings", "/console/ideas/settings".to_owned()), ("releases", "/console/ideas/releases".to_owned()), ("held", "/console/ideas?tab=held".to_owned()),
    ] {
        let page = desk.ruth.reads(&path).await;
        std::fs::write(dir.join(format!("{name}.html")), page.bytes()).unwrap();
    }
    let de = desk.ruth.speaking("de").reads(&at(ideas[0], "")).await;
    std::fs::write(dir.join("desk-de.html"), de.bytes()).unwrap();
}
