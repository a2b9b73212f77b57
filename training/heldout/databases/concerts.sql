-- Bands on tour.
CREATE TABLE bands (id INTEGER PRIMARY KEY, name TEXT, style TEXT, formed_year INTEGER, country TEXT);
CREATE TABLE musicians (id INTEGER PRIMARY KEY, band_id INTEGER REFERENCES bands(id), name TEXT, instrument TEXT, age INTEGER);
CREATE TABLE venues (id INTEGER PRIMARY KEY, name TEXT, city TEXT, capacity INTEGER);
CREATE TABLE concerts (id INTEGER PRIMARY KEY, band_id INTEGER REFERENCES bands(id), venue_id INTEGER REFERENCES venues(id), date TEXT, ticket_price REAL, tickets_sold INTEGER);
INSERT INTO bands VALUES (1,'Glass Antlers','Indie',2009,'Canada'),(2,'Rust Parade','Metal',1998,'Finland'),(3,'Low Orbit','Electronic',2015,'France'),(4,'The Plum Trees','Folk',2003,'Ireland'),(5,'Sunday Static','Indie',2019,'Canada');
INSERT INTO musicians VALUES (1,1,'Kay Benoit','guitar',36),(2,1,'Ollie Tran','drums',38),(3,2,'Jari Salo','guitar',49),(4,2,'Mikko Lahti','bass',51),(5,2,'Eero Koski','drums',47),(6,3,'Chloe Petit','keyboard',31),(7,4,'Aoife Daly','fiddle',44),(8,4,'Sean Roche','guitar',46),(9,5,'Max Boyd','vocals',24);
INSERT INTO venues VALUES (1,'Anchor Hall','Dublin',900),(2,'Le Dome','Paris',5200),(3,'Frost Arena','Helsinki',11000),(4,'Maple Stage','Toronto',2400),(5,'Cellar 9','Dublin',180);
INSERT INTO concerts VALUES (1,1,4,'2022-06-04',35.0,2100),(2,1,2,'2023-03-12',42.0,3900),(3,2,3,'2022-11-20',60.0,10400),(4,2,2,'2023-03-30',55.0,5000),(5,3,2,'2023-10-01',48.5,4100),(6,4,1,'2022-03-17',25.0,850),(7,4,5,'2023-03-17',20.0,175),(8,4,1,'2024-03-16',28.0,900),(9,3,1,'2024-05-05',30.0,610);
