demo-title = Welcome to Fell & Vale
demo-intro = A shop for cycling and walking in the north of England, with two units and some thousands of customers. None of it exists; everything in it was made for you to try things on.
demo-come-in = Come in
demo-both = You will be Ishbel, who owns the shop, in the console; and on the site its most faithful customer, so that you can vote and put ideas forward.
error-demo-link-used = This link was used or has expired. Stop the demo and start it again for a new one.
