"""A made-up schema of 1,000 tables, as a grown company has it: cryptic prefixes, look-alikes, comments on a part, keys across domains."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

_DOMAINS = """
sales _archive _2019
sls_ord_hdr: ord_id cust_id>sls_cust_mst ord_dt req_dlv_dt sts_cd curr_cd tot_amt | Sales order headers
sls_ord_itm: ord_itm_id ord_id>sls_ord_hdr prod_id>mdm_product qty unit_prc disc_pct net_amt
sls_cust_mst: cust_id cust_nm cust_grp_id>sls_cust_grp city cntry_cd cr_lmt vat_no | Customer master
sls_cust_grp: cust_grp_id grp_nm disc_class
sls_rep: rep_id emp_id>hr_emp region_id>sls_region quota_amt comm_pct | Sales representatives and their quotas
sls_region: region_id region_nm mgr_emp_id>hr_emp
sls_quote: quote_id cust_id>sls_cust_mst valid_to win_prob tot_amt | Quotations sent to customers
sls_return: rtn_id ord_id>sls_ord_hdr rtn_dt reason_cd refund_amt | 销售退货
crm _history _bak
CrmAccount: AccountId AccountName Industry OwnerUserId>adm_user AnnualRevenue Website
CrmContact: ContactId AccountId>CrmAccount FirstName LastName JobTitle Email Phone
CrmLead: LeadId Source Status Score CreatedOn ConvertedOn Company
CrmOpportunity: OpportunityId AccountId>CrmAccount Stage Amount CloseDate Probability
CrmActivity: ActivityId ContactId>CrmContact Kind Subject DueOn DoneOn
CrmCampaign: CampaignId CampaignName Channel Budget StartsOn EndsOn
CrmCampaignMember: CampaignMemberId CampaignId>CrmCampaign LeadId>CrmLead RespondedOn
CrmNote: NoteId AccountId>CrmAccount Body WrittenOn
purchasing _arch _2018
pur_po_header: po_id supplier_id>pur_supplier po_date buyer_emp_id>hr_emp approval_status total_value | Purchase orders
pur_po_line: po_line_id po_id>pur_po_header material_id>mdm_product ordered_qty price delivery_date
pur_supplier: supplier_id supplier_name country payment_terms rating bank_account | Vendors that we buy from
pur_requisition: requisition_id requested_by>hr_emp cost_center_id>co_cost_center needed_by status
pur_rfq: rfq_id issued_on closes_on category | Requests for quotation
pur_bid: bid_id rfq_id>pur_rfq supplier_id>pur_supplier bid_price lead_time_days
pur_contract: contract_id supplier_id>pur_supplier valid_from valid_to min_volume
pur_goods_receipt: receipt_id po_id>pur_po_header received_on received_qty inspected_by | 采购收货单
inventory _old _snapshot
inv_stock: stock_id prod_id>mdm_product whs_id>wh_warehouse on_hand_qty resrv_qty reorder_pt | Stock on hand for each product and warehouse
inv_mvmt: mvmt_id prod_id>mdm_product mvmt_type mvmt_dt qty from_whs_id to_whs_id | Stock movements
inv_lot: lot_id prod_id>mdm_product mfg_dt exp_dt lot_no | Lots with expiry date
inv_serial: serial_id prod_id>mdm_product serial_no warranty_end
inv_count_hdr: count_id whs_id>wh_warehouse count_dt counted_by sts
inv_count_itm: count_itm_id count_id>inv_count_hdr prod_id>mdm_product book_qty counted_qty diff_qty
inv_adj: adj_id prod_id>mdm_product adj_qty reason_cd adj_dt
inv_valuation: val_id prod_id>mdm_product period avg_cost stock_value
warehouse _log _tmp
wh_warehouse: warehouse_id warehouse_name address city capacity_m3 manager_id>hr_emp
wh_zone: zone_id warehouse_id>wh_warehouse zone_name temperature_class
wh_bin: bin_id zone_id>wh_zone aisle rack level is_blocked | Storage bins
wh_pick_list: pick_list_id order_id>sls_ord_hdr picker_id>hr_emp started_at finished_at
wh_pick_line: pick_line_id pick_list_id>wh_pick_list bin_id>wh_bin product_id>mdm_product picked_qty
wh_pallet: pallet_id bin_id>wh_bin weight_kg height_cm packed_at
wh_putaway: putaway_id receipt_id>pur_goods_receipt bin_id>wh_bin stored_at
wh_dock: dock_id warehouse_id>wh_warehouse door_no is_inbound
transport _hist _2020
tms_shipment: shipment_id order_id>sls_ord_hdr carrier_id>tms_carrier shipped_at delivered_at freight_cost tracking_no
tms_carrier: carrier_id carrier_name service_level contact_phone
tms_route: route_id origin destination distance_km
tms_vehicle: vehicle_id plate_no vehicle_type max_load_kg fuel_type
tms_driver: driver_id emp_id>hr_emp license_class license_expires
tms_trip: trip_id vehicle_id>tms_vehicle driver_id>tms_driver route_id>tms_route departed_at arrived_at
tms_customs: customs_id shipment_id>tms_shipment declaration_no duty_amount cleared_at | 报关单
tms_claim: claim_id shipment_id>tms_shipment damage_kind claimed_amount settled_on | Claims for damaged or lost goods
manufacturing _v1 _archive
MFG_WORK_ORDER: WO_ID PROD_ID>mdm_product PLANT_ID>MFG_PLANT START_DT FINISH_DT PLAN_QTY GOOD_QTY SCRAP_QTY | Production orders
MFG_BOM_HDR: BOM_ID PROD_ID>mdm_product REV_NO VALID_FROM | Bills of material
MFG_BOM_ITM: BOM_ITM_ID BOM_ID>MFG_BOM_HDR COMP_PROD_ID>mdm_product COMP_QTY
MFG_ROUTING: RTG_ID PROD_ID>mdm_product STEP_NO WC_ID>MFG_WORK_CENTER SETUP_MIN RUN_MIN
MFG_WORK_CENTER: WC_ID WC_NM PLANT_ID>MFG_PLANT CAP_HRS
MFG_PLANT: PLANT_ID PLANT_NM CITY CNTRY_CD
MFG_DOWNTIME: DT_ID MACH_ID>mnt_machine BEGAN_AT ENDED_AT CAUSE_CD
MFG_SHIFT: SHIFT_ID PLANT_ID>MFG_PLANT SHIFT_NM BEGINS ENDS
quality _2019 _bak
qm_inspection: inspection_id lot_id>inv_lot inspector_id>hr_emp inspected_on result | Quality inspections
qm_defect: defect_id inspection_id>qm_inspection defect_code severity defect_qty
qm_defect_code: defect_code description defect_group
qm_complaint: complaint_id customer_id>sls_cust_mst product_id>mdm_product received_on closed_on root_cause | 客户投诉
qm_capa: capa_id complaint_id>qm_complaint action_text due_date done_date
qm_test_plan: test_plan_id product_id>mdm_product version_no
qm_measure: measure_id inspection_id>qm_inspection feature nominal measured tolerance
qm_certificate: certificate_id supplier_id>pur_supplier standard valid_until
maintenance _old _hist
mnt_machine: machine_id machine_name plant_id>MFG_PLANT built_year maker
mnt_work_order: mwo_id machine_id>mnt_machine reported_on fixed_on cost priority | Repairs of machines
mnt_plan: plan_id machine_id>mnt_machine interval_days last_done next_due | Planned maintenance
mnt_spare_part: part_id part_name stock_qty unit_cost
mnt_part_use: use_id mwo_id>mnt_work_order part_id>mnt_spare_part used_qty
mnt_technician: technician_id emp_id>hr_emp skill certified_until
mnt_meter: meter_id machine_id>mnt_machine read_at hours_run
mnt_failure: failure_id machine_id>mnt_machine failed_at failure_mode
ledger _archive _2017
FI_GL_ACCT: ACCT_NO ACCT_NM ACCT_TYPE IS_BAL_SHEET | Chart of accounts
FI_GL_HDR: DOC_ID DOC_NO POST_DT FISC_YR PERIOD DOC_TYPE | Journal entry headers
FI_GL_ITM: GL_ITM_ID DOC_ID>FI_GL_HDR ACCT_NO>FI_GL_ACCT DR_AMT CR_AMT COST_CTR_ID>co_cost_center
FI_PERIOD: PERIOD_ID FISC_YR PERIOD IS_CLOSED
FI_CURR_RATE: RATE_ID CURR_CD RATE_DT RATE | Exchange rates
FI_TAX_CODE: TAX_CD TAX_PCT DESCR
FI_BUDGET: BUD_ID ACCT_NO>FI_GL_ACCT FISC_YR PERIOD BUD_AMT | Budget for each account and period
FI_COMPANY: CO_CD CO_NM CNTRY_CD CURR_CD
receivables _hist _2019
ar_invoice: invoice_id customer_id>sls_cust_mst order_id>sls_ord_hdr invoice_date due_date gross_amount open_amount | Customer invoices
ar_invoice_line: invoice_line_id invoice_id>ar_invoice product_id>mdm_product quantity amount tax_amount
ar_payment: payment_id customer_id>sls_cust_mst paid_on amount method | Incoming payments
ar_payment_alloc: alloc_id payment_id>ar_payment invoice_id>ar_invoice alloc_amount
ar_dunning: dunning_id invoice_id>ar_invoice level sent_on fee | 催款通知
ar_credit_note: credit_note_id invoice_id>ar_invoice issued_on amount reason
ar_write_off: write_off_id invoice_id>ar_invoice written_off_on amount | Bad debts
ar_credit_check: check_id customer_id>sls_cust_mst score checked_on agency
payables _bak _2020
ap_bill: bill_id supplier_id>pur_supplier po_id>pur_po_header bill_date due_date total_amount is_paid | Invoices from suppliers
ap_bill_line: bill_line_id bill_id>ap_bill account_no>FI_GL_ACCT amount
ap_payment_run: run_id run_date bank_account_id>tr_bank_account total_amount
ap_payment: ap_payment_id run_id>ap_payment_run bill_id>ap_bill paid_amount
ap_expense_report: report_id emp_id>hr_emp submitted_on approved_on total | Travel expenses of employees
ap_expense_item: item_id report_id>ap_expense_report category spent_on amount
ap_withholding: wh_id bill_id>ap_bill tax_amount
ap_discount: discount_id supplier_id>pur_supplier percent days
assets _arch _v2
fa_asset: asset_id asset_name class_id>fa_class bought_on cost useful_life_months location | Fixed assets
fa_class: class_id class_name depreciation_method
fa_depreciation: depreciation_id asset_id>fa_asset period amount book_value
fa_disposal: disposal_id asset_id>fa_asset disposed_on proceeds
fa_transfer: transfer_id asset_id>fa_asset from_cost_center to_cost_center moved_on
fa_lease: lease_id asset_id>fa_asset lessor monthly_rate ends_on | Leased equipment
fa_insurance: policy_id asset_id>fa_asset insurer premium
fa_inventory_tag: tag_id asset_id>fa_asset barcode scanned_on
treasury _hist _2019
tr_bank_account: bank_account_id iban bank_name currency | Our bank accounts
tr_statement: statement_id bank_account_id>tr_bank_account statement_date opening_balance closing_balance
tr_statement_line: line_id statement_id>tr_statement booked_on amount purpose
tr_loan: loan_id lender principal interest_rate matures_on
tr_loan_payment: loan_payment_id loan_id>tr_loan paid_on interest principal_part
tr_fx_deal: deal_id bought_currency sold_currency rate value_date
tr_cash_forecast: forecast_id week expected_in expected_out | 现金预测
tr_guarantee: guarantee_id beneficiary amount expires_on
controlling _plan2018 _archive
co_cost_center: cost_center_id cost_center_name dept_id>hr_dept responsible_emp_id>hr_emp | Cost centres
co_cost_element: element_id element_name element_group
co_actual: actual_id cost_center_id>co_cost_center element_id>co_cost_element period amount
co_plan: plan_id cost_center_id>co_cost_center element_id>co_cost_element period planned_amount
co_allocation: allocation_id from_center to_center percent
co_profit_center: profit_center_id profit_center_name segment
co_margin: margin_id profit_center_id>co_profit_center product_id>mdm_product period revenue cogs | Contribution margin of products
co_driver: driver_id driver_name unit
personnel _hist _old
hr_emp: emp_id first_nm last_nm hire_dt term_dt dept_id>hr_dept job_id>hr_job mgr_emp_id>hr_emp | Employees
hr_dept: dept_id dept_nm location_id>hr_location
hr_job: job_id job_title min_salary max_salary
hr_location: location_id street city country
hr_contract: contract_id emp_id>hr_emp kind starts_on ends_on weekly_hours
hr_skill: skill_id skill_name
hr_emp_skill: emp_skill_id emp_id>hr_emp skill_id>hr_skill level
hr_review: review_id emp_id>hr_emp reviewer_id>hr_emp year grade | Yearly appraisals
payroll _2019 _arch
py_run: py_run_id period run_on status | Payroll runs
py_slip: slip_id py_run_id>py_run emp_id>hr_emp gross net tax | 工资单
py_wage_type: wage_type_id wage_type_name is_taxable
py_slip_item: slip_item_id slip_id>py_slip wage_type_id>py_wage_type amount
py_bonus: bonus_id emp_id>hr_emp granted_on amount reason
py_garnish: garnish_id emp_id>hr_emp creditor monthly_amount
py_bank: py_bank_id emp_id>hr_emp iban
py_pension: pension_id emp_id>hr_emp fund employee_pct employer_pct
attendance _log _2018
ta_clock: clock_id emp_id>hr_emp clocked_in clocked_out terminal
ta_leave: leave_id emp_id>hr_emp leave_type starts_on ends_on approved_by | Vacation and other absences
ta_sick: sick_id emp_id>hr_emp first_day last_day has_note | Sick days
ta_overtime: overtime_id emp_id>hr_emp week hours paid_out
ta_shift_plan: shift_plan_id emp_id>hr_emp shift_id>MFG_SHIFT work_day
ta_holiday: holiday_id country holiday_date holiday_name
ta_balance: balance_id emp_id>hr_emp vacation_days_left
ta_terminal: terminal_id place
recruiting _archive _bak
rc_vacancy: vacancy_id job_id>hr_job dept_id>hr_dept opened_on filled_on | Open positions
rc_candidate: candidate_id full_name email source
rc_application: application_id vacancy_id>rc_vacancy candidate_id>rc_candidate applied_on stage
rc_interview: interview_id application_id>rc_application interviewer_id>hr_emp held_on score
rc_offer: offer_id application_id>rc_application offered_salary accepted_on
rc_agency: agency_id agency_name fee_pct
rc_onboarding: onboarding_id emp_id>hr_emp task done_on
rc_reject: reject_id application_id>rc_application reason
projects _old _2020
prj_project: project_id project_name customer_id>sls_cust_mst starts_on ends_on budget status
prj_task: task_id project_id>prj_project task_name planned_hours finished_on
prj_assignment: assignment_id project_id>prj_project emp_id>hr_emp share
prj_timesheet: timesheet_id task_id>prj_task emp_id>hr_emp worked_on hours is_billable | Hours worked on projects
prj_milestone: milestone_id project_id>prj_project due_on reached_on
prj_risk: risk_id project_id>prj_project likelihood impact
prj_invoice_plan: plan_id project_id>prj_project planned_on amount
prj_document: document_id project_id>prj_project file_name uploaded_on
service _hist _bak
svc_ticket: ticket_id contact_id>CrmContact product_id>mdm_product opened_at closed_at priority status | Support tickets
svc_ticket_msg: msg_id ticket_id>svc_ticket author body sent_at
svc_agent: agent_id emp_id>hr_emp team_id>svc_team
svc_team: team_id team_name
svc_sla: sla_id priority max_response_min max_solution_hours
svc_contract: svc_contract_id customer_id>sls_cust_mst covers_until yearly_fee | Maintenance contracts with customers
svc_visit: visit_id ticket_id>svc_ticket technician_id>mnt_technician visited_on travel_km
svc_survey: survey_id ticket_id>svc_ticket stars remark | Satisfaction survey after a ticket
marketing _2019 _tmp
mkt_newsletter: newsletter_id subject sent_on recipients
mkt_newsletter_open: open_id newsletter_id>mkt_newsletter contact_id>CrmContact opened_at clicked
mkt_event: event_id event_name venue held_on cost
mkt_event_guest: guest_id event_id>mkt_event contact_id>CrmContact showed_up
mkt_ad: ad_id platform headline spend clicks impressions
mkt_segment: segment_id segment_name rule
mkt_coupon: coupon_id code discount_pct valid_until
mkt_coupon_use: coupon_use_id coupon_id>mkt_coupon order_id>shop_order used_at
webshop _archive _2018
shop_order: shop_order_id shopper_id>shop_shopper placed_at status grand_total | Orders of the web shop
shop_order_line: shop_line_id shop_order_id>shop_order product_id>mdm_product qty line_total
shop_shopper: shopper_id email registered_on newsletter
shop_cart: cart_id shopper_id>shop_shopper updated_at is_abandoned
shop_cart_line: cart_line_id cart_id>shop_cart product_id>mdm_product qty
shop_review: shop_review_id product_id>mdm_product shopper_id>shop_shopper stars body | Product reviews
shop_visit: shop_visit_id shopper_id>shop_shopper page referrer visited_at
shop_wishlist: wishlist_id shopper_id>shop_shopper product_id>mdm_product added_on
masterdata _v1 _bak
mdm_product: prod_id prod_nm cat_id>mdm_category uom_cd net_wt launch_dt std_cost list_prc | Products, materials and services
mdm_category: cat_id cat_nm parent_cat_id>mdm_category
mdm_country: cntry_cd cntry_nm region is_eu
mdm_currency: curr_cd curr_nm decimals
mdm_uom: uom_cd uom_nm factor | Units of measure
mdm_brand: brand_id brand_nm owner
mdm_price_list: price_list_id prod_id>mdm_product valid_from price
mdm_supplier_item: supplier_item_id prod_id>mdm_product supplier_id>pur_supplier supplier_prod_no
administration _log _old
adm_user: user_id login full_name last_login is_locked
adm_role: role_id role_name
adm_user_role: user_role_id user_id>adm_user role_id>adm_role granted_on
adm_permission: permission_id role_id>adm_role object_name action
adm_login_event: login_event_id user_id>adm_user at ip_address succeeded
adm_job: adm_job_id job_name cron last_run_at
adm_job_error: job_error_id adm_job_id>adm_job occurred_at message
adm_setting: setting_key setting_value changed_by
"""

_TECHNICAL = "created_at created_by changed_at changed_by tenant_id row_version source_system ext_ref".split()


@cache
def erp_schema() -> Schema:
    """25 domains of 40 tables: 8 real ones, each with two old copies, a staging table and an audit table."""
    tables: list[Table] = []
    keys: list[ForeignKey] = []
    for line, suffixes in _lines():
        table, own_keys = _table(line)
        tables += [table, *_copies(table, suffixes)]
        keys += own_keys
    known = {table.name: table.columns[0].name for table in tables}
    return Schema(tuple(tables), tuple(ForeignKey(k.table, k.column, k.parent, known[k.parent]) for k in keys))


def _lines() -> Iterator[tuple[str, list[str]]]:
    suffixes: list[str] = []
    for line in _DOMAINS.strip().splitlines():
        if ":" in line:
            yield line, suffixes
        else:
            suffixes = line.split()[1:]


def _table(line: str) -> tuple[Table, list[ForeignKey]]:
    name, _, rest = line.partition(": ")
    columns, _, comment = rest.partition(" | ")
    words = [word.split(">") for word in columns.split()]
    keys = [ForeignKey(name, word[0], word[1], "") for word in words if len(word) > 1]
    names = list(dict.fromkeys([word[0] for word in words] + _TECHNICAL))
    return Table(name, tuple(Column(n, "TEXT", is_key=not at) for at, n in enumerate(names)), comment=comment), keys


def _copies(table: Table, suffixes: list[str]) -> Iterator[Table]:
    for name in (*(table.name + suffix for suffix in suffixes), f"stg_{table.name}", f"{table.name}_audit"):
        yield Table(name, table.columns)


QUESTIONS: tuple[tuple[str, str], ...] = (
    ("Which ten customers bought the most last year?", "sls_cust_mst sls_ord_hdr"),
    ("What is the total value of sales orders per region?", "sls_ord_hdr sls_region sls_rep"),
    ("Average discount on order items by product category", "sls_ord_itm mdm_product mdm_category"),
    ("How many quotes are still valid today?", "sls_quote"),
    ("Show the sales reps who missed their quota", "sls_rep"),
    ("Which products are returned most often, and why?", "sls_return mdm_product"),
    ("How many leads from the web were converted this quarter?", "CrmLead"),
    ("Open opportunities by stage with their weighted amount", "CrmOpportunity"),
    ("Which contacts responded to our last campaign?", "CrmContact CrmCampaign CrmCampaignMember"),
    ("List all purchase orders above 50000 that wait for approval", "pur_po_header"),
    ("Which vendors deliver late?", "pur_supplier pur_po_line"),
    ("Average lead time of bids per supplier", "pur_bid pur_supplier"),
    ("Supplier contracts that run out in the next three months", "pur_contract pur_supplier"),
    ("What is on stock of each product in every warehouse?", "inv_stock mdm_product wh_warehouse"),
    ("Which lots expire within 30 days?", "inv_lot"),
    ("Biggest differences between counted and book quantity in the last stocktaking", "inv_count_itm inv_count_hdr"),
    ("Products whose stock is below the reorder point", "inv_stock mdm_product"),
    ("How many storage bins are blocked in each zone?", "wh_bin wh_zone"),
    ("How long does it take to finish a pick list on average?", "wh_pick_list"),
    ("Freight costs per carrier and month", "tms_shipment tms_carrier"),
    ("Which drivers have a licence that expires this year?", "tms_driver"),
    ("Total distance driven by each vehicle", "tms_trip tms_vehicle tms_route"),
    ("Claims for damaged shipments that are not settled", "tms_claim tms_shipment"),
    ("Scrap rate of production orders per plant", "MFG_WORK_ORDER MFG_PLANT"),
    ("Which components go into the product 'Pump 200'?", "MFG_BOM_ITM MFG_BOM_HDR mdm_product"),
    ("Downtime per machine and cause", "MFG_DOWNTIME mnt_machine"),
    ("Most frequent defects in inspections this year", "qm_defect qm_inspection"),
    ("Customer complaints that are still open", "qm_complaint"),
    ("Machines whose next maintenance is overdue", "mnt_plan mnt_machine"),
    ("Which spare parts were used most for repairs?", "mnt_spare_part mnt_part_use"),
    ("Balance of every general ledger account at the end of 2023", "FI_GL_ACCT FI_GL_ITM FI_GL_HDR"),
    ("Budget against actual by account", "FI_BUDGET FI_GL_ACCT"),
    ("What was the exchange rate of the dollar on 1 March?", "FI_CURR_RATE"),
    ("Unpaid customer invoices older than 60 days", "ar_invoice sls_cust_mst"),
    ("How much bad debt did we write off per year?", "ar_write_off"),
    ("Bills from suppliers that are due this week", "ap_bill pur_supplier"),
    ("Travel expenses per employee and category", "ap_expense_report ap_expense_item hr_emp"),
    ("Book value of all fixed assets by asset class", "fa_asset fa_class fa_depreciation"),
    ("Closing balance of our bank accounts yesterday", "tr_bank_account tr_statement"),
    ("Planned versus actual costs of each cost centre", "co_cost_center co_plan co_actual"),
    ("How many employees does each department have?", "hr_emp hr_dept"),
    ("Which staff speak Spanish or have another skill at level 3?", "hr_emp hr_skill hr_emp_skill"),
    ("Gross and net pay of all employees in May", "py_slip hr_emp"),
    ("Who has the most vacation days left?", "ta_balance hr_emp"),
    ("Sick days per department", "ta_sick hr_emp hr_dept"),
    ("How many candidates applied for each open position?", "rc_application rc_vacancy"),
    ("Billable hours per project and employee", "prj_timesheet prj_project hr_emp prj_task"),
    ("Average time to close a support ticket by priority", "svc_ticket"),
    ("哪些客户投诉还没有关闭？", "qm_complaint"),
    ("Orders of the web shop that used a coupon", "shop_order mkt_coupon_use mkt_coupon"),
)
"""Written as an analyst would ask, with the tables that answer."""
