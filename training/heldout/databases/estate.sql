-- An estate agency, with small and capital letters in its columns.
CREATE TABLE offices (officeId INTEGER PRIMARY KEY, officeCity TEXT, openedYear INTEGER);
CREATE TABLE agents (agentId INTEGER PRIMARY KEY, agentName TEXT, phoneNo TEXT, commissionRate REAL, officeId INTEGER REFERENCES offices(officeId));
CREATE TABLE buyers (buyerId INTEGER PRIMARY KEY, fullName TEXT, email TEXT, budget INTEGER);
CREATE TABLE properties (propertyId INTEGER PRIMARY KEY, address TEXT, suburb TEXT, propertyType TEXT, bedrooms INTEGER, floorArea REAL, listPrice INTEGER, hasGarden BOOLEAN, listedDate DATE, agentId INTEGER REFERENCES agents(agentId));
CREATE TABLE viewings (viewingId INTEGER PRIMARY KEY, propertyId INTEGER REFERENCES properties(propertyId), buyerId INTEGER REFERENCES buyers(buyerId), viewingDate DATE, rating INTEGER);
CREATE TABLE sales (saleId INTEGER PRIMARY KEY, propertyId INTEGER REFERENCES properties(propertyId), buyerId INTEGER REFERENCES buyers(buyerId), salePrice INTEGER, saleDate DATE);
INSERT INTO offices VALUES (1,'Wexham',1998),(2,'Port Lisle',2007),(3,'Dunmore',2019);
INSERT INTO agents VALUES (1,'Clara Voss','555-4101',1.5,1),(2,'Deepak Iyer','555-4102',2.0,1),(3,'Moira Quinn',NULL,1.75,2),(4,'Hal Tennant','555-4104',2.25,2);
INSERT INTO buyers VALUES (1,'Jonas Field','jonas@field.example',450000),(2,'Amara Obi','amara@obi.example',320000),(3,'Kit Lorne',NULL,610000),(4,'Bea Sands','bea@sands.example',275000),(5,'Rosa Dietz',NULL,390000);
INSERT INTO properties VALUES (1,'4 Mill Lane','Ashgrove','house',3,112.0,389000,1,'2023-02-03',1),(2,'12 Quay Street','Harbourside','flat',2,71.5,315000,0,'2023-04-19',3),(3,'9 Orchard Rise','Ashgrove','house',5,208.0,745000,1,'2023-06-30',1),(4,'2b Station Road','Millfield','flat',1,44.0,189000,0,'2023-09-12',2),(5,'31 Fern Close','Millfield','bungalow',2,84.0,279000,1,'2024-01-08',2),(6,'7 Quay Street','Harbourside','flat',3,98.0,452000,0,'2024-02-21',3),(7,'18 Elm Drive','Ashgrove','house',4,151.0,560000,1,'2024-03-02',1);
INSERT INTO viewings VALUES (1,1,1,'2023-03-01',4),(2,1,2,'2023-03-03',3),(3,2,2,'2023-05-06',5),(4,3,3,'2023-07-15',5),(5,3,1,'2023-07-16',2),(6,5,4,'2024-01-20',4),(7,4,4,'2023-10-02',2),(8,7,3,'2024-03-09',3),(9,6,1,'2024-03-10',NULL);
INSERT INTO sales VALUES (1,1,1,381000,'2023-04-12'),(2,2,2,310000,'2023-06-20'),(3,3,3,730000,'2023-09-01'),(4,5,4,268000,'2024-02-26');
