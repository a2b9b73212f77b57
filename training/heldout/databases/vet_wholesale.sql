CREATE TABLE suppliers (
  supplier_id INTEGER PRIMARY KEY,
  supplier_name TEXT NOT NULL,
  country TEXT NOT NULL,
  city TEXT,
  payment_days INTEGER NOT NULL,
  order_email TEXT
);

INSERT INTO suppliers VALUES (1, 'Hansa Tierpharma GmbH', 'Germany', 'Hamburg', 30, 'orders@hansa-tierpharma.example');
INSERT INTO suppliers VALUES (2, 'Lowland Animal Health BV', 'Netherlands', 'Utrecht', 14, 'sales@lowlandah.example');
INSERT INTO suppliers VALUES (3, 'Breizh Veto SAS', 'France', 'Rennes', 45, NULL);
INSERT INTO suppliers VALUES (4, 'Caledonian Vet Supplies', 'United Kingdom', 'Perth', 30, 'trade@calvet.example');
INSERT INTO suppliers VALUES (5, 'Alpenmed Vertrieb AG', 'Switzerland', 'St. Gallen', 60, 'bestellung@alpenmed.example');
INSERT INTO suppliers VALUES (6, 'Rheingold Veterinaer GmbH', 'Germany', 'Mainz', 21, 'info@rheingold-vet.example');
INSERT INTO suppliers VALUES (7, 'Galway Bay Biologicals', 'Ireland', 'Galway', 30, 'hello@gbbio.example');
INSERT INTO suppliers VALUES (8, 'Iberovet Distribucion SL', 'Spain', 'Zaragoza', 45, NULL);
INSERT INTO suppliers VALUES (9, 'Nordkyst Dyrehelse AS', 'Norway', 'Bodo', 14, 'ordre@nordkyst.example');

CREATE TABLE buyers (
  buyer_id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  department TEXT NOT NULL,
  hired_on TEXT NOT NULL
);

INSERT INTO buyers VALUES (1, 'Marta', 'Oyelaran', 'Pharmaceuticals', '2021-05-03');
INSERT INTO buyers VALUES (2, 'Stefan', 'Dietz', 'Pharmaceuticals', '2023-09-18');
INSERT INTO buyers VALUES (3, 'Niamh', 'Corrigan', 'Biologicals', '2022-02-07');
INSERT INTO buyers VALUES (4, 'Joao', 'Teixeira', 'Consumables', '2024-06-10');
INSERT INTO buyers VALUES (5, 'Alice', 'Fennimore', 'Consumables', '2025-01-13');
INSERT INTO buyers VALUES (6, 'Bilal', 'Qureshi', 'Large animal', '2020-11-30');
INSERT INTO buyers VALUES (7, 'Greta', 'Holm', 'Large animal', '2025-08-25');
INSERT INTO buyers VALUES (8, 'Rob', 'Attwood', 'Biologicals', '2026-10-05');

CREATE TABLE products (
  product_id INTEGER PRIMARY KEY,
  product_name TEXT NOT NULL,
  category TEXT NOT NULL,
  unit_price NUMERIC NOT NULL,
  stock_qty INTEGER NOT NULL,
  reorder_level INTEGER NOT NULL,
  prescription_only INTEGER NOT NULL,
  supplier_id INTEGER NOT NULL,
  expiry_date TEXT,
  FOREIGN KEY (supplier_id) REFERENCES suppliers (supplier_id)
);

INSERT INTO products VALUES (1, 'Amoxival 250 mg tablets', 'antibiotic', 18.4, 120, 60, 1, 1, '2027-08-31');
INSERT INTO products VALUES (2, 'Doxyvet 100 mg tablets', 'antibiotic', 22.75, 35, 50, 1, 1, '2027-03-31');
INSERT INTO products VALUES (3, 'Enroflor 5% injection', 'antibiotic', 31.2, 48, 20, 1, 2, '2027-01-31');
INSERT INTO products VALUES (4, 'Cefalex Palatable', 'antibiotic', 27.9, 15, 40, 1, 3, '2026-12-31');
INSERT INTO products VALUES (5, 'Oticlean ear rinse', 'antibiotic', 12.6, 76, 30, 0, 6, '2028-02-29');
INSERT INTO products VALUES (6, 'Meloxipet oral suspension', 'anti-inflammatory', 16.8, 90, 45, 1, 1, '2027-10-31');
INSERT INTO products VALUES (7, 'Carprofen 50 mg chews', 'anti-inflammatory', 34.5, 64, 40, 1, 4, '2027-06-30');
INSERT INTO products VALUES (8, 'Joint Ease gel', 'anti-inflammatory', 9.95, 28, 30, 0, 4, '2028-05-31');
INSERT INTO products VALUES (9, 'Rabivac single dose', 'vaccine', 8.7, 310, 150, 1, 7, '2027-02-28');
INSERT INTO products VALUES (10, 'Canivax DHPPi', 'vaccine', 11.35, 85, 120, 1, 7, '2027-04-30');
INSERT INTO products VALUES (11, 'Felivac trio', 'vaccine', 13.1, 140, 100, 1, 7, '2026-12-31');
INSERT INTO products VALUES (12, 'Equiflu booster', 'vaccine', 24.6, 22, 25, 1, 2, '2027-05-31');
INSERT INTO products VALUES (13, 'Bovishield IBR', 'vaccine', 47.8, 60, 20, 1, 7, '2027-09-30');
INSERT INTO products VALUES (14, 'FleaStop spot-on cat', 'parasiticide', 14.25, 205, 80, 0, 2, '2028-01-31');
INSERT INTO products VALUES (15, 'FleaStop spot-on dog', 'parasiticide', 15.9, 188, 80, 0, 2, '2028-01-31');
INSERT INTO products VALUES (16, 'Wormex paste horse', 'parasiticide', 10.8, 52, 60, 0, 3, '2027-07-31');
INSERT INTO products VALUES (17, 'TickShield collar', 'parasiticide', 21.5, 73, 25, 0, 8, '2029-03-31');
INSERT INTO products VALUES (18, 'Iverpour cattle 5 l', 'parasiticide', 96.0, 18, 10, 1, 8, '2027-11-30');
INSERT INTO products VALUES (19, 'Ketavet 10%', 'anaesthetic', 29.4, 26, 20, 1, 6, '2027-06-30');
INSERT INTO products VALUES (20, 'Isoflo inhalation 250 ml', 'anaesthetic', 58.9, 31, 15, 1, 1, '2028-08-31');
INSERT INTO products VALUES (21, 'Propovet 20 ml', 'anaesthetic', 7.9, 9, 30, 1, 5, '2027-01-31');
INSERT INTO products VALUES (22, 'Syringes 5 ml box 100', 'consumable', 6.4, 410, 150, 0, 4, NULL);
INSERT INTO products VALUES (23, 'Vet wrap bandage 10 cm', 'consumable', 2.35, 560, 200, 0, 4, NULL);
INSERT INTO products VALUES (24, 'Surgical gloves size M', 'consumable', 8.1, 65, 90, 0, 5, NULL);
INSERT INTO products VALUES (25, 'Suture kit 3-0', 'consumable', 39.9, 44, 20, 0, 5, NULL);
INSERT INTO products VALUES (26, 'Calf colostrum powder', 'supplement', 19.7, 38, 25, 0, 3, '2027-05-31');
INSERT INTO products VALUES (27, 'Omega coat oil', 'supplement', 17.2, 57, 20, 0, 4, '2027-12-31');
INSERT INTO products VALUES (28, 'Electrolyte sachets', 'supplement', 5.6, 132, 80, 0, 6, '2028-04-30');

CREATE TABLE purchase_orders (
  order_id INTEGER PRIMARY KEY,
  po_number TEXT NOT NULL,
  supplier_id INTEGER NOT NULL,
  buyer_id INTEGER NOT NULL,
  ordered_on TEXT NOT NULL,
  expected_on TEXT,
  received_on TEXT,
  status TEXT NOT NULL,
  FOREIGN KEY (supplier_id) REFERENCES suppliers (supplier_id),
  FOREIGN KEY (buyer_id) REFERENCES buyers (buyer_id)
);

INSERT INTO purchase_orders VALUES (1, 'PO-2024-001', 1, 1, '2024-05-14', '2024-05-24', '2024-05-23', 'received');
INSERT INTO purchase_orders VALUES (2, 'PO-2024-002', 7, 3, '2024-09-03', '2024-09-10', '2024-09-12', 'received');
INSERT INTO purchase_orders VALUES (3, 'PO-2024-003', 4, 4, '2024-11-19', '2024-11-26', '2024-11-25', 'received');
INSERT INTO purchase_orders VALUES (4, 'PO-2025-001', 2, 6, '2025-01-28', '2025-02-07', '2025-02-06', 'received');
INSERT INTO purchase_orders VALUES (5, 'PO-2025-002', 8, 6, '2025-03-11', '2025-03-25', '2025-03-31', 'received');
INSERT INTO purchase_orders VALUES (6, 'PO-2025-003', 3, 2, '2025-04-02', '2025-04-16', '2025-04-15', 'received');
INSERT INTO purchase_orders VALUES (7, 'PO-2025-004', 1, 1, '2025-06-17', '2025-06-27', '2025-06-27', 'received');
INSERT INTO purchase_orders VALUES (8, 'PO-2025-005', 5, 5, '2025-07-22', '2025-08-12', NULL, 'cancelled');
INSERT INTO purchase_orders VALUES (9, 'PO-2025-006', 7, 3, '2025-09-09', '2025-09-16', '2025-09-15', 'received');
INSERT INTO purchase_orders VALUES (10, 'PO-2025-007', 6, 2, '2025-10-13', '2025-10-23', '2025-10-28', 'received');
INSERT INTO purchase_orders VALUES (11, 'PO-2025-008', 2, 1, '2025-12-04', '2025-12-15', '2025-12-12', 'received');
INSERT INTO purchase_orders VALUES (12, 'PO-2026-001', 4, 4, '2026-01-20', '2026-01-27', '2026-01-26', 'received');
INSERT INTO purchase_orders VALUES (13, 'PO-2026-002', 3, 7, '2026-02-10', '2026-02-24', '2026-03-03', 'received');
INSERT INTO purchase_orders VALUES (14, 'PO-2026-003', 7, 3, '2026-03-03', '2026-03-10', '2026-03-09', 'received');
INSERT INTO purchase_orders VALUES (15, 'PO-2026-004', 1, 1, '2026-03-12', '2026-03-23', '2026-03-20', 'received');
INSERT INTO purchase_orders VALUES (16, 'PO-2026-005', 2, 2, '2026-03-26', '2026-04-07', '2026-04-09', 'received');
INSERT INTO purchase_orders VALUES (17, 'PO-2026-006', 5, 4, '2026-05-05', '2026-05-26', NULL, 'cancelled');
INSERT INTO purchase_orders VALUES (18, 'PO-2026-007', 8, 7, '2026-06-09', '2026-06-23', '2026-06-22', 'received');
INSERT INTO purchase_orders VALUES (19, 'PO-2026-008', 6, 1, '2026-07-14', '2026-07-24', '2026-07-23', 'received');
INSERT INTO purchase_orders VALUES (20, 'PO-2026-009', 4, 4, '2026-08-18', '2026-08-25', '2026-08-27', 'received');
INSERT INTO purchase_orders VALUES (21, 'PO-2026-010', 2, 1, '2026-09-22', '2026-10-02', '2026-10-01', 'received');
INSERT INTO purchase_orders VALUES (22, 'PO-2026-011', 7, 3, '2026-10-20', '2026-11-03', NULL, 'sent');
INSERT INTO purchase_orders VALUES (23, 'PO-2026-012', 3, 2, '2026-11-05', '2026-11-19', NULL, 'sent');
INSERT INTO purchase_orders VALUES (24, 'PO-2026-013', 1, 1, '2026-11-17', '2026-12-01', NULL, 'sent');
INSERT INTO purchase_orders VALUES (25, 'PO-2026-014', 5, 5, '2026-11-24', '2026-12-15', NULL, 'draft');
INSERT INTO purchase_orders VALUES (26, 'PO-2026-015', 2, 7, '2026-11-25', NULL, NULL, 'draft');

CREATE TABLE purchase_order_lines (
  line_id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  unit_cost NUMERIC NOT NULL,
  FOREIGN KEY (order_id) REFERENCES purchase_orders (order_id),
  FOREIGN KEY (product_id) REFERENCES products (product_id)
);

INSERT INTO purchase_order_lines VALUES (1, 1, 1, 80, 11.5);
INSERT INTO purchase_order_lines VALUES (2, 1, 6, 50, 10.2);
INSERT INTO purchase_order_lines VALUES (3, 2, 9, 300, 5.1);
INSERT INTO purchase_order_lines VALUES (4, 2, 10, 100, 6.9);
INSERT INTO purchase_order_lines VALUES (5, 3, 22, 200, 3.9);
INSERT INTO purchase_order_lines VALUES (6, 3, 23, 300, 1.2);
INSERT INTO purchase_order_lines VALUES (7, 4, 12, 30, 15.4);
INSERT INTO purchase_order_lines VALUES (8, 5, 18, 12, 61.0);
INSERT INTO purchase_order_lines VALUES (9, 5, 17, 40, 13.2);
INSERT INTO purchase_order_lines VALUES (10, 6, 4, 60, 17.3);
INSERT INTO purchase_order_lines VALUES (11, 7, 2, 70, 14.1);
INSERT INTO purchase_order_lines VALUES (12, 7, 20, 25, 38.5);
INSERT INTO purchase_order_lines VALUES (13, 8, 24, 150, 4.8);
INSERT INTO purchase_order_lines VALUES (14, 9, 11, 160, 7.8);
INSERT INTO purchase_order_lines VALUES (15, 9, 13, 40, 30.5);
INSERT INTO purchase_order_lines VALUES (16, 10, 19, 30, 18.2);
INSERT INTO purchase_order_lines VALUES (17, 11, 14, 150, 8.4);
INSERT INTO purchase_order_lines VALUES (18, 11, 15, 150, 9.3);
INSERT INTO purchase_order_lines VALUES (19, 12, 7, 60, 21.8);
INSERT INTO purchase_order_lines VALUES (20, 13, 16, 70, 6.2);
INSERT INTO purchase_order_lines VALUES (21, 13, 26, 40, 12.1);
INSERT INTO purchase_order_lines VALUES (22, 14, 9, 350, 5.25);
INSERT INTO purchase_order_lines VALUES (23, 15, 1, 100, 11.9);
INSERT INTO purchase_order_lines VALUES (24, 15, 6, 60, 10.6);
INSERT INTO purchase_order_lines VALUES (25, 15, 20, 20, 39.2);
INSERT INTO purchase_order_lines VALUES (26, 16, 3, 40, 19.9);
INSERT INTO purchase_order_lines VALUES (27, 17, 25, 40, 24.7);
INSERT INTO purchase_order_lines VALUES (28, 18, 18, 10, 62.5);
INSERT INTO purchase_order_lines VALUES (29, 19, 28, 120, 2.9);
INSERT INTO purchase_order_lines VALUES (30, 19, 19, 25, 18.6);
INSERT INTO purchase_order_lines VALUES (31, 20, 8, 50, 5.4);
INSERT INTO purchase_order_lines VALUES (32, 20, 23, 400, 1.25);
INSERT INTO purchase_order_lines VALUES (33, 21, 12, 40, 15.9);
INSERT INTO purchase_order_lines VALUES (34, 21, 3, 30, 20.4);
INSERT INTO purchase_order_lines VALUES (35, 22, 10, 150, 7.1);
INSERT INTO purchase_order_lines VALUES (36, 22, 13, 30, 31.2);
INSERT INTO purchase_order_lines VALUES (37, 23, 4, 80, 17.9);
INSERT INTO purchase_order_lines VALUES (38, 24, 2, 90, 14.6);
INSERT INTO purchase_order_lines VALUES (39, 25, 24, 120, 5.05);
INSERT INTO purchase_order_lines VALUES (40, 26, 12, 50, 16.1);
