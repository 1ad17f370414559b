# Hours and holidays.

calendar-title = Hours and holidays
calendar-open-now = Somebody is here now.
calendar-closed-now = Nobody is here now.
calendar-lead = What we promise in business hours and days is counted by this.
calendar-hours = Hours
calendar-zone = Time zone
calendar-zone-help = Such as Europe/London.
calendar-hours-help = Such as 09:00-12:30, 13:30-17:00. Empty: nobody is here.
calendar-save = Save
calendar-days = Special days
calendar-no-days = No special days to come
calendar-no-days-what = Add holidays below, one by one or from a calendar.
calendar-day = Day
calendar-name = Name
calendar-remove = Remove
calendar-remove-day = Remove {$what}
calendar-day-hours = Hours on this day
calendar-day-hours-help = Empty: closed.
calendar-day-add = Add the day
calendar-feeds = Holidays from a calendar
calendar-feeds-what = Open the iCal file (.ics) that your country or state publishes, and paste its text. Taken again, it replaces what it brought before.
calendar-feed-name = Whose calendar is it?
calendar-feed-name-help = Such as: England and Wales.
calendar-feed = Text of the file
calendar-feed-help = It begins with BEGIN:VCALENDAR. Events of whole days count.
calendar-feed-take = Take its days
calendar-left-out = Taken. These were left out:
calendar-due = What comes now is due
calendar-four-hours = in 4 business hours
calendar-one-day = in 1 business day
calendar-five-days = in 5 business days
calendar-never = never
calendar-ahead = The next three weeks
calendar-closed = closed
calendar-feed-days = { $n ->
    [one] {$count} day
   *[other] {$count} days
}
calendar-wrong-zone = Please look at this field again.
calendar-wrong-day = Please look at this field again.
calendar-wrong-day-hours = Please look at this field again.
calendar-wrong-name = Please look at this field again.
calendar-wrong-feed = Please look at this field again.
calendar-wrong-feed-name = Please look at this field again.
calendar-wrong-monday = Please look at this field again.
calendar-wrong-tuesday = Please look at this field again.
calendar-wrong-wednesday = Please look at this field again.
calendar-wrong-thursday = Please look at this field again.
calendar-wrong-friday = Please look at this field again.
calendar-wrong-saturday = Please look at this field again.
calendar-wrong-sunday = Please look at this field again.
calendar-wrong-hours = Please look at this field again.
error-calendar-never-open = By the calendar nobody is ever here. Say under Hours when somebody is.
error-calendar-too-many-days = There are as many special days as there can be. Take away some that are over first.
